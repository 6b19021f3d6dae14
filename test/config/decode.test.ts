import { describe, expect, it } from "vitest";
import { type Said, configPath, decodeSettings } from "../../src/config/decode.ts";
import { describeOption, options } from "../../src/config/options.ts";
import { type Settings, formatAddress, isLoopback } from "../../src/config/settings.ts";

const said = (more: Partial<Said> = {}): Said => ({ flags: {}, environment: {}, ...more });
const file = (text: string, path = "/etc/nines/nines.yaml") => ({ path, text });

function settings(more: Partial<Said> = {}): Settings {
  const decoded = decodeSettings(said(more));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return decoded.settings;
}
function problems(more: Partial<Said>): string[] {
  const decoded = decodeSettings(said(more));
  return decoded.ok ? [] : decoded.problems.map(({ place, message }) => `${place}: ${message}`);
}

describe("the settings of nines serve", () => {
  it("have a default for everything that needs a value", () => {
    expect(settings()).toMatchObject({
      slos: "slos",
      sources: [{ name: "default", url: "http://127.0.0.1:9090" }],
      listen: { host: "127.0.0.1", port: 8090 },
      data: ".nines",
      cycle: 30,
      allowedHosts: [],
      insecureNoAuth: false,
      logLevel: "info",
      logFormat: "auto",
    });
    expect(settings().metricsListen).toBeUndefined();
  });

  it.each([
    ["slos", "--slos", "defs", "other", "more", (s: Settings) => s.slos],
    ["cycle", "--cycle", "10s", "20s", "40s", (s: Settings) => s.cycle],
    ["listen", "--listen", ":1", ":2", ":3", (s: Settings) => s.listen.port],
    ["metricsListen", "--metrics-listen", ":1", ":2", ":3", (s: Settings) => s.metricsListen?.port],
    ["data", "--data", "a", "none", "c", (s: Settings) => s.data],
    ["logLevel", "--log-level", "warn", "error", "debug", (s: Settings) => s.logLevel],
    ["logFormat", "--log-format", "json", "text", "auto", (s: Settings) => s.logFormat],
    ["publicBadges", "--public-badges", "true", "false", "true", (s: Settings) => s.publicBadges],
    ["insecureNoAuth", "--insecure-no-auth", "true", "false", "true", (s: Settings) => s.insecureNoAuth],
  ])("%s: flag before environment before file", (key, flag, inFlag, inVariable, inFile, read) => {
    const { env } = options.find((each) => each.key === key)!;
    expect(options.find((each) => each.key === key)!.flag.split(" ")[0]).toBe(flag);
    const sources = {
      flags: { [key]: inFlag },
      environment: { [env]: inVariable },
      file: file(`${key}: "${inFile}"`),
    };
    const only = (value: string) => read(settings({ flags: { [key]: value } }));
    expect(read(settings(sources))).toEqual(only(inFlag));
    expect(read(settings({ ...sources, flags: {} }))).toEqual(only(inVariable));
    const fromFile = read(settings({ ...sources, flags: {}, environment: {} }));
    expect(fromFile).toEqual(key === "slos" || key === "data" ? `/etc/nines/${inFile}` : only(inFile));
  });

  it("take an empty variable for one that is not set", () => {
    expect(settings({ environment: { NINES_CYCLE: "" } }).cycle).toBe(30);
  });

  it("read lists from a variable, separated by commas or spaces", () => {
    const environment = {
      NINES_PROMETHEUS: "eu=http://a:1, us=http://b:2",
      NINES_ALLOWED_HOST: "nines.example ops.example",
    };
    const read = settings({ environment });
    expect(read.sources.map(({ name, url }) => `${name} ${url}`)).toEqual(["eu http://a:1", "us http://b:2"]);
    expect(read.allowedHosts).toEqual(["nines.example", "ops.example"]);
  });

  it("know no Alertmanager unless told, by flag, environment or file", () => {
    const named = (more: Partial<Said>) =>
      settings(more).alertmanagers.map(({ name, url }) => `${name} ${url}`);
    const inFile = file("alertmanager: [{ name: main, url: http://c:3, bearer: { token: t } }]");
    expect(named({})).toEqual([]);
    expect(named({ file: inFile })).toEqual(["main http://c:3"]);
    expect(named({ file: inFile, environment: { NINES_ALERTMANAGER: "http://b:2" } })).toEqual([
      "default http://b:2",
    ]);
    expect(named({ flags: { alertmanager: ["eu=http://a:1", "us=http://a:2"] } })).toEqual([
      "eu http://a:1",
      "us http://a:2",
    ]);
    const [main] = settings({ file: inFile, flags: { alertmanager: ["main=http://d:4"] } }).alertmanagers;
    expect(main).toMatchObject({ url: "http://d:4", credentials: { kind: "bearer" } });
  });

  it("keep the journal in memory for `none`", () => {
    expect(settings({ flags: { data: "none" } }).data).toBeUndefined();
    expect(settings({ file: file("data: none") }).data).toBeUndefined();
  });

  it("find the config file by flag before environment", () => {
    expect(configPath(said({ flags: { config: "a" }, environment: { NINES_CONFIG: "b" } }))).toBe("a");
    expect(configPath(said({ environment: { NINES_CONFIG: "b" } }))).toBe("b");
    expect(configPath(said())).toBeUndefined();
  });

  it("are all described with their variable and default", () => {
    for (const option of options) expect(describeOption(option)).toContain(`[NINES_`);
    expect(describeOption(options.find(({ key }) => key === "cycle")!)).toMatch(
      /\[NINES_CYCLE\] \(default: 30s\)$/,
    );
  });
});

describe("a bad value", () => {
  it("is named by the place it came from", () => {
    expect(problems({ flags: { cycle: "30" } })).toEqual([
      expect.stringMatching(/^--cycle: "30" is no duration/),
    ]);
    expect(problems({ environment: { NINES_CYCLE: "1h" } })).toEqual([
      "NINES_CYCLE: 1h is out of range: from 1s to 5m",
    ]);
    expect(problems({ file: file("slos: a\ncycle: never") })).toEqual([
      expect.stringMatching(/^\/etc\/nines\/nines\.yaml:2:1 \(cycle\): "never" is no duration/),
    ]);
  });

  it("does not hide the others: all are said at once", () => {
    expect(
      problems({ flags: { cycle: "x", listen: "y" }, environment: { NINES_LOG_LEVEL: "loud" } }),
    ).toHaveLength(3);
  });

  it.each([
    [{ listen: "8090" }, /no host:port: write for example 127\.0\.0\.1:8090/],
    [{ listen: "localhost:99999" }, /no host:port/],
    [{ listen: "[nonsense]:80" }, /no IPv6 address/],
    [{ logLevel: "loud" }, /"loud" is none of debug, info, warn, error/],
    [{ data: " " }, /is empty/],
    [{ insecureNoAuth: "perhaps" }, /neither true nor false/],
    [{ allowedHosts: ["http://x"] }, /no host name/],
    [{ prometheus: ["ftp://x"] }, /no http or https address/],
    [{ prometheus: ["Main=http://x"] }, /"Main" is no name/],
    [{ prometheus: ["a=http://x", "a=http://y"] }, /names the source "a" twice/],
    [{ prometheus: ["http://x?y=1"] }, /query or a fragment/],
    [{ alertmanager: ["a=http://x", "a=http://y"] }, /names the Alertmanager "a" twice/],
    [{ alertmanager: ["http://user:pw@x"] }, /holds a user or a password/],
  ])("%j is refused with a reason", (flags, reason) => {
    expect(problems({ flags })).toEqual([expect.stringMatching(reason)]);
  });

  it("never repeats a secret", () => {
    const secret = "s3cr3t-value";
    const texts = [
      ...problems({ flags: { prometheus: [`main=http://user:${secret}@host:9090`] } }),
      ...problems({ environment: { NINES_PROMETHEUS: `http://${secret}@host` } }),
      ...problems({
        file: file(`prometheus:\n  - {name: a, url: "http://u:${secret}@h", bearer: {tokn: ${secret}}}`),
      }),
      ...problems({ file: file(`prometheus: [{name: a, url: http://h, bearer: {token: [${secret}]}}]`) }),
      ...problems({ file: file(`prometheus:\n  bearer: "${secret}\n x: [`) }),
    ];
    expect(texts.length).toBeGreaterThanOrEqual(5);
    expect(texts.join("\n")).not.toContain(secret);
    expect(texts[0]).toBe(
      "--prometheus: holds a user or a password: put them into the config file, under basicAuth",
    );
  });
});

describe("an address", () => {
  it.each([
    ["127.0.0.1:8090", true],
    ["localhost:1", true],
    ["[::1]:8090", true],
    ["127.9.9.9:1", true],
    [":8090", false],
    ["0.0.0.0:8090", false],
    ["[::]:8090", false],
    ["nines.example:80", false],
    ["127.0.0.1.example:80", false],
  ])("%s is loopback: %s, and is written as it was read", (text, loopback) => {
    const { listen } = settings({ flags: { listen: text } });
    expect(isLoopback(listen)).toBe(loopback);
    expect(formatAddress(listen)).toBe(text);
  });
});

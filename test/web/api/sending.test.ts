import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/web/api/client.ts";
import { fieldError, keyring } from "../../../src/web/api/sending.ts";

describe("the key of a form", () => {
  it("is the same while the same is sent: a retry is the same act", () => {
    let made = 0;
    const keys = keyring(() => `key-${++made}`);
    expect([keys.keyFor("a"), keys.keyFor("a")]).toEqual(["key-1", "key-1"]);
  });

  it("is another once the form was edited, or has arrived", () => {
    let made = 0;
    const keys = keyring(() => `key-${++made}`);
    keys.keyFor("a");
    expect(keys.keyFor("b")).toBe("key-2");
    keys.done();
    expect(keys.keyFor("b")).toBe("key-3");
  });
});

describe("what is wrong with a field", () => {
  const fields = [
    { field: "schedule.to", message: "is not after from" },
    { field: "environments[0]", message: "is not known" },
    { field: "to", message: "is missing" },
  ];
  const refusal = new Refusal(422, { detail: "three things", fields });

  it("is said at the field, in the server's own words, with what lies within it", () => {
    expect(fieldError(refusal, "to")).toBe("is missing");
    expect(fieldError(refusal, "schedule")).toBe("is not after from");
    expect(fieldError(refusal, "environments")).toBe("is not known");
  });

  it("is nothing where the server said nothing of it, or did not answer", () => {
    expect(fieldError(refusal, "reason")).toBeUndefined();
    expect(fieldError(refusal, "sched")).toBeUndefined();
    expect(fieldError(new TypeError("no network"), "to")).toBeUndefined();
  });
});

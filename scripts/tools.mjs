/**
 * The one table of programs nines needs beside Node: which version, for which layers of work, where to find it.
 *
 * name      what `--without` and kit/tools.ts call it
 * programs  its names on PATH, as upstream and as Debian call it
 * fits      whether a version found will do: [at least, below]
 * layers    the layers that fail without it
 * debian    the package and suite it is unpacked from when PATH has none that fits, and the files kept of it: the
 *           program first, unless `start` names it. With `apartFrom` the packages it depends on come along, except
 *           those named, and a launcher lets it find their libraries and fonts
 */
export const tools = [
  {
    name: "prometheus-3.5",
    programs: ["prometheus"],
    fits: ["3.5", "4"],
    layers: ["system", "demo", "bench", "pictures"],
    debian: { package: "prometheus", suite: "sid", keep: ["usr/bin/prometheus"] },
  },
  {
    name: "promtool-3.5",
    programs: ["promtool"],
    fits: ["3.5", "4"],
    layers: ["rules", "system", "bench"],
    debian: { package: "promtool", suite: "sid", keep: ["usr/bin/promtool"] },
  },
  {
    name: "prometheus-2.42",
    programs: ["prometheus"],
    fits: ["2.42", "2.43"],
    layers: ["system", "bench"],
    debian: { package: "prometheus", suite: "bookworm", keep: ["usr/bin/prometheus"] },
  },
  {
    name: "promtool-2.42",
    programs: ["promtool"],
    fits: ["2.42", "2.43"],
    layers: ["rules", "system", "bench"],
    debian: { package: "prometheus", suite: "bookworm", keep: ["usr/bin/promtool"] },
  },
  {
    name: "alertmanager",
    programs: ["prometheus-alertmanager", "alertmanager"],
    fits: ["0.25", "1"],
    layers: ["system", "demo", "pictures"],
    debian: {
      package: "prometheus-alertmanager",
      suite: "bookworm",
      keep: ["usr/bin/prometheus-alertmanager", "usr/share/prometheus/alertmanager"],
      // Debian's build reads its default.tmpl from this fixed place and does not start without it.
      reads: "/usr/share/prometheus/alertmanager/default.tmpl",
    },
  },
  {
    name: "amtool",
    programs: ["amtool"],
    fits: ["0.25", "1"],
    layers: ["rules", "system"],
    debian: { package: "prometheus-alertmanager", suite: "bookworm", keep: ["usr/bin/amtool"] },
  },
  {
    name: "vmalert",
    programs: ["vmalert"],
    fits: ["1.100", "2"],
    layers: ["rules"],
    debian: { package: "victoria-metrics", suite: "sid", keep: ["usr/bin/vmalert"] },
  },
  {
    name: "jsonnet",
    programs: ["jsonnet"],
    fits: ["0.18", "1"],
    layers: ["rules"],
    debian: { package: "jsonnet", suite: "bookworm", keep: ["usr/bin/jsonnet"] },
  },
  {
    name: "chromium",
    programs: ["chromium", "chromium-browser", "google-chrome", "chromium-headless-shell"],
    fits: ["120", "1000"],
    layers: ["system", "bench", "pictures"],
    debian: {
      package: "chromium-headless-shell",
      suite: "bookworm",
      start: "usr/lib/chromium/chromium-headless-shell",
      keep: ["usr/lib", "lib", "usr/share/fonts"],
      // The C library must be the machine's own; drivers for graphics cards, and what they need, draw nothing here.
      apartFrom: ["libc6", "libgl1-mesa-dri", "libllvm15", "libz3-4", "libicu72"],
    },
  },
];

/** The tools the given layers of work need; all of them without an argument. */
export const toolsFor = (layers) =>
  tools.filter((tool) => layers === undefined || tool.layers.some((layer) => layers.includes(layer)));

/** `--without prometheus` means both generations, `--without prometheus-2.42` the one. */
export const isNamed = (tool, name) => tool === name || tool.startsWith(`${name}-`);

// Bundles what the pages and the engine take from the npm world. There is no list to edit: each `src/<name>.js`
// becomes `<name>.js`, each `css/<name>.css` becomes `<name>.css` (a leading underscore marks a file that others import).
//
//   modeler_api/static/dist/   islands, styles, fonts     (served)
//   engine/expressions/feel.js                            (FEEL for an isolate that knows no host objects)
import { build } from "esbuild";
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(root, "modeler_api", "static", "dist");
const fresh = `${dist}.new`; // built aside and swapped in at the end: a running server never sees half a build
const require = createRequire(import.meta.url);

const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"]; // ң ө ү live in cyrillic-ext

async function entries(folder, ending) {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending) && !name.startsWith("_"))
    .sort()
    .map((name) => join(folder, name));
}

// CodeMirror, which the table editor brings, writes a <style> element unless it lives in a shadow root; our pages allow
// none. It can adopt its sheet anywhere.
const adoptedStyles = {
  name: "adopted-styles",
  setup(bundle) {
    bundle.onLoad({ filter: /style-mod[\\/]src[\\/]style-mod\.js$/ }, async ({ path }) => {
      const written = await readFile(path, "utf8");
      const contents = written.replace("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");
      if (contents === written) throw new Error("style-mod decides otherwise where its styles go; look at build.mjs");
      return { contents, loader: "js" };
    });
  },
};

async function islandsAndStyles() {
  const entryPoints = [...(await entries(join(here, "src"), ".js")), ...(await entries(join(here, "css"), ".css"))];
  if (entryPoints.length === 0) return;
  await build({
    entryPoints,
    plugins: [adoptedStyles],
    outdir: fresh,
    entryNames: "[name]",
    chunkNames: "chunks/[name]-[hash]",
    assetNames: "assets/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: ["es2022"],
    minify: true,
    sourcemap: "linked",
    legalComments: "linked",
    external: ["fonts/*", "./fonts/*", "/static/*"],
    loader: { ".woff2": "file", ".woff": "file", ".ttf": "file", ".eot": "file", ".svg": "file", ".png": "file" },
    logLevel: "warning",
  });
}

// Each @fontsource-variable package of package.json becomes woff2 files and its share of fonts.css.
async function fonts() {
  const { dependencies } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const packages = Object.keys(dependencies).filter((name) => name.startsWith("@fontsource-variable/"));
  await mkdir(join(fresh, "fonts"), { recursive: true });
  const faces = [];
  for (const name of packages) {
    const source = dirname(require.resolve(`${name}/package.json`));
    for (const sheet of (await readdir(source)).filter((file) => /^wght(-italic)?\.css$/.test(file))) {
      const css = await readFile(join(source, sheet), "utf8");
      const found = [...css.matchAll(/@font-face\s*\{[^}]*?url\(\.\/files\/([\w-]+\.woff2)\)[^}]*\}/g)].filter(([, file]) =>
        SUBSETS.some((subset) => new RegExp(`-${subset}-wght-`).test(file)),
      );
      if (found.length !== SUBSETS.length) throw new Error(`${name}/${sheet}: expected the subsets ${SUBSETS.join(", ")}, found ${found.length}`);
      for (const [face, file] of found) {
        await cp(join(source, "files", file), join(fresh, "fonts", file));
        faces.push(face.replace("./files/", "./fonts/"));
      }
    }
    await cp(join(source, "LICENSE"), join(fresh, "fonts", `LICENSE-${name.split("/")[1]}`));
  }
  await writeFile(join(fresh, "fonts.css"), `${faces.join("\n")}\n`);
}

async function feel() {
  await build({
    entryPoints: [join(here, "feel", "isolate.js")],
    outfile: join(root, "engine", "expressions", "feel.js"),
    bundle: true,
    format: "iife",
    globalName: "kyzmat",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: ["es2022"],
    minify: true,
    legalComments: "inline",
    logLevel: "warning",
  });
}

async function sizes(folder) {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    if (!/\.(js|css)$/.test(name) || !(await stat(path)).isFile()) continue;
    const bytes = await readFile(path);
    console.log(`  ${relative(root, path)}  ${Math.ceil(gzipSync(bytes).length / 1024)} kB gzipped`);
  }
}

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
await Promise.all([islandsAndStyles(), fonts(), feel()]);
await rm(dist, { recursive: true, force: true });
await rename(fresh, dist);
await sizes(dist);
await sizes(join(root, "engine", "expressions"));

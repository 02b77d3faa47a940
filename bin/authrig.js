#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`authrig needs Node 20.19 or newer; this is Node ${process.versions.node}.\n`);
  process.exitCode = 10;
} else {
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(process);
}

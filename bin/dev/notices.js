// What is bundled comes with licences that ask to be handed on: each package's own text, gathered while it is bundled.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * A package as it is bundled; two versions of one are two of them.
 * @typedef {{ name: string, version: string, licence: string, text: string }} Bundled
 */

/**
 * Notes whose modules go into a bundle. Put `plugin` into each one; `packages` are those of all of them, by name.
 */
export function packageCollector() {
  /** @type {Set<string>} */
  const folders = new Set();
  return {
    plugin: {
      name: 'package-collector',
      /**
       * @param {unknown} _options
       * @param {import('rolldown').OutputBundle} bundle
       */
      generateBundle(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== 'chunk') continue;
          for (const id of file.moduleIds) {
            const folder = folderOf(id);
            if (folder !== undefined) folders.add(folder);
          }
        }
      },
    },
    packages: () =>
      [...folders]
        .map(readPackage)
        .toSorted((a, b) => compare(a.name, b.name) || compare(a.version, b.version)),
  };
}

/** By code units: the order must not hang on the locale of who builds. */
const compare = (/** @type {string} */ a, /** @type {string} */ b) => (a < b ? -1 : Number(a > b));

/** The package that a module belongs to; our own belong to none. */
const folderOf = (/** @type {string} */ id) =>
  /^\0?(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id)?.[1];

/**
 * @param {string} folder
 * @returns {Bundled}
 */
export function readPackage(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder).filter((entry) => /^(?:licen[cs]e|copying|notice)(?:\.|$)/i.test(entry));
  // Nobody may hand on what comes without one, so that such a package is not built in at all.
  if (files.length === 0) throw new Error(`${name} ${version} has no licence text.`);
  const texts = files.toSorted(compare).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
  const text = texts.join('\n').replaceAll('\r\n', '\n').trim();
  // An older form of the manifest has a list.
  return { name, version, licence: license ?? licenses[0].type, text };
}

/**
 * The list, and below it each text once, with those whose it is.
 * @param {readonly Bundled[]} packages
 */
export function noticesOf(packages) {
  const titled = (/** @type {Bundled} */ { name, version }) => `${name} ${version}`;
  const list = packages.map((each) => `${titled(each)} (${each.licence})`);
  const texts = new Set(packages.map(({ text }) => text));
  return [
    'authrig contains code of these packages:',
    '',
    ...list,
    ...[...texts].flatMap((text) => [
      '',
      '-'.repeat(80),
      ...packages.filter((each) => each.text === text).map(titled),
      '',
      text,
    ]),
    '',
  ].join('\n');
}

// What the bundler does differently, so that a command opens fewer files and loads fewer of Node's own modules: each costs
// about a millisecond, and a whole start of `authrig sandbox start` has about thirty of them over a bare server.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { root } from './prepare.js';

const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** The version as a constant, written where it is read: a file of its own would be opened for it alone. */
const theVersion = {
  name: 'the-version',
  load: {
    filter: { id: /\/package\.json$/ },
    handler: () => ({
      code: `export const version = ${JSON.stringify(version)};`,
      moduleType: /** @type {const} */ ('js'),
    }),
  },
};

/** Importing `node:process` reads each of its members, the three streams among them, and so opens them. */
const theProcess = {
  name: 'the-process',
  resolveId: { filter: { id: /^(?:node:)?process$/ }, handler: () => '\0process' },
  load: { filter: { id: /^\0process$/ }, handler: () => 'module.exports = globalThis.process;' },
};

/** Commander can start a program for a verb; none of ours is one. */
const noPrograms = {
  name: 'no-programs',
  resolveId: {
    filter: { id: /^node:child_process$/ },
    /**
     * @param {string} _id
     * @param {string | undefined} importer
     */
    handler: (_id, importer) => (importer?.includes('/commander/') === true ? '\0no-programs' : null),
  },
  load: { filter: { id: /^\0no-programs$/ }, handler: () => 'module.exports = {};' },
};

/** got can speak HTTP/2, and makes a TLS socket when it is loaded to find out how; ours speaks HTTP/1.1 alone. */
const noHttp2 = {
  name: 'no-http2',
  resolveId: { filter: { id: /^http2-wrapper$/ }, handler: () => '\0no-http2' },
  load: { filter: { id: /^\0no-http2$/ }, handler: () => 'export default {};' },
};

/** got's checks of types word a list in English: the first `Intl.ListFormat` takes longer to make than all of got. */
const listsOnDemand = {
  name: 'lists-on-demand',
  transform: {
    filter: { id: /[/\\]@sindresorhus[/\\]is[/\\]distribution[/\\]index\.js$/ },
    /** @param {string} code */
    handler: (code) => {
      const lazy = code.replaceAll(
        /= (new Intl\.ListFormat\([^)]*\))/g,
        '= { format: (list) => $1.format(list) }',
      );
      if (lazy === code)
        throw new Error('@sindresorhus/is makes no list format any more: leave out this plugin.');
      return { code: lazy };
    },
  },
};

/** What a library requires is imported: `createRequire` would be loaded for it, and a good part of Node behind that. */
const requiredIsImported = esmExternalRequirePlugin({
  external: builtinModules.flatMap((name) =>
    ['process', 'child_process'].includes(name) ? [] : [name, `node:${name}`],
  ),
});

/** One character beyond Latin-1 makes the engine keep a whole file in two bytes a character, and read it slowly. */
const inAscii = {
  name: 'in-ascii',
  /**
   * @param {unknown} _options
   * @param {import('rolldown').OutputBundle} bundle
   */
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replaceAll(
        /[^\x00-\x7F]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/** What `authrig __complete` loads is one file by itself: at a press of a key, nothing of a command is in the way. */
export const suggestionsApart = {
  name: 'suggestions-apart',
  resolveId: {
    filter: { id: /\/completion\/live\.ts$/ },
    /**
     * @param {string} _id
     * @param {string | undefined} importer
     */
    handler: (_id, importer) =>
      importer?.endsWith('/main.ts') === true ? { id: './suggestions.js', external: true } : null,
  },
};

export const plugins = [
  theVersion,
  theProcess,
  noPrograms,
  noHttp2,
  listsOnDemand,
  requiredIsImported,
  inAscii,
];

/** A provider's card can import its verbs; nobody calls them in the library. */
export const withoutVerbs = {
  name: 'without-verbs',
  load: {
    filter: { id: /\/providers\/[^/]+\/commands\/index\.ts$/ },
    handler: () => 'export const declare = () => {};',
  },
};

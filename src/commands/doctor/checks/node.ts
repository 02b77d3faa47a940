import { doubtful, type Examine, good } from '../check.ts';

/** The releases that every change of authrig is tested on. */
const tested = [20, 22, 24, 26];

/** The version of Node. */
export const node: Examine = ({ context: { nodeVersion } }) => {
  const major = Number.parseInt(nodeVersion, 10);
  if (tested.includes(major)) return [good('node', `Node ${nodeVersion}, which authrig is tested on`)];
  const hint = `If something goes wrong, try one of these: Node ${tested.join(', ')}.`;
  return [doubtful('node', `Node ${nodeVersion} is none that authrig is tested on`, hint)];
};

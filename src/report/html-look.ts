/** The look of a report, behind what all pages share. The colours have a contrast of 4.5 on both grounds; no colour says it alone. */
export const look = `body{max-width:60rem;margin:2rem auto;padding:0 1.25rem}
h1,h2,.name,.why,summary{overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
:root{--good:#1a6b34;--bad:#b3261e;--unsure:#8a4b00;--line:#0002}
@media (prefers-color-scheme:dark){:root{--good:#6fd08c;--bad:#ff9d94;--unsure:#f5b761;--line:#fff3}}
ul{list-style:none;margin:0;padding:0}
li,details{border-top:1px solid var(--line);padding:.6rem 0}
ul ul li:first-child{border-top:0}
li{display:grid;grid-template-columns:8.5rem 1fr auto;gap:.15rem .75rem;content-visibility:auto;contain-intrinsic-size:auto 3rem}
li>.why,li>pre{grid-column:2/-1}
li>pre{margin:.25rem 0 0;padding:.6rem;border:1px solid var(--line);border-radius:.5rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
.name{font-weight:600}
.time{white-space:nowrap}
.sign,summary .failed,summary .passed,summary .inconclusive{font-weight:600}
.passed{color:var(--good)}
.failed{color:var(--bad)}
.inconclusive{color:var(--unsure)}
.counts{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem}
.counts li{display:block;border:0;padding:0}
.counts b{font-size:1.5rem}
summary{cursor:pointer}
details>ul{margin:.5rem 0 0 1.1rem}
@media (max-width:40rem){li{grid-template-columns:1fr auto}li>.name{grid-column:1/-1;grid-row:2}li>.why,li>pre{grid-column:1/-1}li>.sign{grid-area:1/1}li>.time{grid-area:1/2}details>ul{margin-left:0}}
@media print{li{content-visibility:visible}}
`;

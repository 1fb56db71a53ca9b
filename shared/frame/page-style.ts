/**
 * The one style sheet of every page. It is written into the page itself, and the Content-Security-Policy allows it by its
 * hash; so a page needs no second request, and no `style` attribute anywhere works.
 *
 * A page is a register: a ruled panel that says who calls and what is ticked off, and beside it the sheet to be filled in. On a
 * phone the panel is a band at the top.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #fbfcfb; --ink: #14211f; --quiet: #4f5f5b; --line: #d9e1de; --edge: #6f807b; --well: #fff; --tint: #edf4f2;
  --accent: #0b5d55; --accent-deep: #07463f; --on-accent: #fff;
  --wrong: #b3261e; --wrong-tint: #fdf1ef;
  --panel: #0d3f3a; --panel-ink: #eef7f4; --panel-quiet: #b3d0ca; --rule: rgb(255 255 255 / 0.09); --tick: #7fe0cb;
  --focus: #c77700;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101716; --ink: #e9f0ee; --quiet: #a8b8b3; --line: #2b3835; --edge: #7d8f8a; --well: #0a100f; --tint: #18221f;
    --accent: #6fd6c3; --accent-deep: #96e6d6; --on-accent: #06231e;
    --wrong: #ffb3a8; --wrong-tint: #331a17;
    --panel: #0a2522; --panel-ink: #e9f4f1; --panel-quiet: #9fbdb6; --rule: rgb(255 255 255 / 0.07);
    --focus: #ffbe4d;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; background: var(--ground); }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--ink);
  font: 400 1.0625rem/1.55 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  overflow-wrap: break-word;
}
h1, h2, p, ol, ul, dl, dd { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h1 { font-size: 1.75rem; line-height: 1.18; font-weight: 680; letter-spacing: -0.02em; text-wrap: balance; }
h2 { font-size: 1.0625rem; line-height: 1.4; font-weight: 650; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent-deep); text-decoration-thickness: 2px; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; border: 0;
}

.panel {
  background-color: var(--panel); color: var(--panel-ink); padding: 1rem 1.25rem;
}
.register { display: flex; flex-direction: column; gap: 0.5rem; }
.brand { display: flex; align-items: center; gap: 0.625rem; font-weight: 650; letter-spacing: -0.01em; min-width: 0; }
.brand svg { width: 1.75rem; height: 1.75rem; flex: none; }
.about { font-size: 0.9375rem; line-height: 1.4; color: var(--panel-quiet); }
.steps { display: flex; gap: 0.5rem 1.5rem; flex-wrap: wrap; font-size: 0.9375rem; }
.steps li { display: flex; align-items: center; gap: 0.5rem; color: var(--panel-quiet); }
.steps li[aria-current] { color: var(--panel-ink); font-weight: 600; }
.steps svg { width: 1.125rem; height: 1.125rem; flex: none; color: var(--panel-quiet); }
.steps li[data-done] svg, .steps li[aria-current] svg { color: var(--tick); }

main { width: 100%; max-width: 34rem; margin: 0 auto; padding: 1.75rem 1.25rem 3rem; flex: 1; }
main > * + * { margin-top: 1.25rem; }
main > h1 + * { margin-top: 0.75rem; }
main > h2 + p { margin-top: 0.375rem; }
.eyebrow { font-size: 0.9375rem; color: var(--quiet); margin-bottom: -0.875rem; }
.lead { font-size: 1.125rem; line-height: 1.5; }
.quiet { color: var(--quiet); font-size: 0.9375rem; line-height: 1.5; }
.note { border-inline-start: 3px solid var(--accent); background: var(--tint); padding: 0.75rem 1rem; border-radius: 0 0.5rem 0.5rem 0; }
.note p { font-size: 0.9688rem; line-height: 1.5; margin-top: 0.125rem; }
.emblem { width: 3rem; height: 3rem; display: block; color: var(--accent); }
.emblem + h1 { margin-top: 1rem; }

.wrongs { border: 2px solid var(--wrong); background: var(--wrong-tint); border-radius: 0.5rem; padding: 0.875rem 1rem; }
.wrongs:focus-visible { outline: none; border-radius: 0.5rem; }
.wrongs li { margin-top: 0.25rem; }
.wrongs a { color: var(--wrong); font-weight: 600; display: inline-block; padding: 0.375rem 0; }

form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
.pair { display: grid; gap: 1.25rem; }
.field { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.25rem; align-content: start; }
.pair .field { align-content: end; }
.field label { font-weight: 620; }
.field .hint { color: var(--quiet); font-size: 0.9375rem; line-height: 1.45; }
.field .fault { color: var(--wrong); font-size: 0.9375rem; font-weight: 600; line-height: 1.45; }
.field input, .field select {
  font: inherit; width: 100%; min-height: 3.125rem; margin-top: 0.25rem; padding: 0.625rem 0.875rem;
  color: var(--ink); background: var(--well); border: 1px solid var(--edge); border-radius: 0.5rem;
}
.field textarea {
  font: inherit; width: 100%; min-height: 7rem; margin-top: 0.25rem; padding: 0.625rem 0.875rem; resize: vertical;
  color: var(--ink); background: var(--well); border: 1px solid var(--edge); border-radius: 0.5rem;
}
.field input:focus-visible, .field select:focus-visible, .field textarea:focus-visible { outline-offset: 1px; border-radius: 0.5rem; }
.ticks { display: grid; gap: 0.25rem; margin: 0; padding: 0; border: 0; min-width: 0; }
.ticks legend { padding: 0; margin-bottom: 0.25rem; }
.ticks .hint { color: var(--quiet); font-size: 0.9375rem; line-height: 1.45; }
.tick { display: flex; gap: 0.75rem; align-items: center; min-height: 2.75rem; }
.tick span { min-width: 0; overflow-wrap: anywhere; }
.tick input { width: 1.375rem; height: 1.375rem; flex: none; margin: 0; accent-color: var(--accent); }
.answers { display: grid; gap: 0.75rem; }
main > .part { margin-top: 2.25rem; }
div.part { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; }
.part > h2, .part legend { font-size: 1.25rem; line-height: 1.35; font-weight: 650; }
.field input[readonly] { background: var(--tint); border-color: var(--line); }
.field[data-wrong] input, .field[data-wrong] select, .field[data-wrong] textarea { border: 2px solid var(--wrong); }
.tick + .fault { color: var(--wrong); font-size: 0.9375rem; font-weight: 600; line-height: 1.45; }
.field input.code {
  font: 600 1.5rem/1.2 ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace;
  letter-spacing: 0.25em; max-width: 13rem; min-height: 3.5rem;
}
.button {
  font: inherit; font-weight: 640; display: inline-flex; align-items: center; justify-content: center; min-height: 3.125rem;
  padding: 0.625rem 1.5rem; border: 1px solid transparent; border-radius: 0.5rem; cursor: pointer; text-align: center;
  text-wrap: balance; text-decoration: none; background: var(--accent); color: var(--on-accent); width: 100%;
}
.button:hover { background: var(--accent-deep); color: var(--on-accent); }
.button:focus-visible { border-radius: 0.5rem; }
.button.second { font-size: 1rem; padding-inline: 1rem; background: transparent; color: var(--accent); border-color: var(--edge); }
.button.second:hover { background: var(--tint); color: var(--accent-deep); border-color: var(--accent); }

.tasks { counter-reset: task; display: grid; gap: 1.75rem; }
.tasks > li { counter-increment: task; position: relative; padding-inline-start: 2.75rem; display: grid; gap: 0.75rem; justify-items: start; }
.tasks > li::before {
  content: counter(task); position: absolute; inset-inline-start: 0; top: -0.1875rem; width: 1.875rem; height: 1.875rem;
  display: grid; place-items: center; border: 1.5px solid var(--accent); border-radius: 0.5rem; color: var(--accent);
  font-size: 0.9375rem; font-weight: 680; line-height: 1;
}
.tasks > li:not(:last-child)::after {
  content: ''; position: absolute; inset-inline-start: 0.9375rem; top: 2.125rem; bottom: -1.125rem; border-inline-start: 1px solid var(--line);
}
.tasks form { width: 100%; }
.qr { background: #fff; border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.25rem; line-height: 0; }
.qr svg { width: 12rem; height: 12rem; display: block; }
.key {
  font: 500 1rem/1.7 ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace;
  display: block; max-width: 21rem; margin-top: 0.375rem; padding: 0.5rem 0.75rem; background: var(--tint); border: 1px solid var(--line);
  border-radius: 0.5rem; overflow-wrap: anywhere; -webkit-user-select: all; user-select: all;
}
.key span { margin-inline-end: 0.6em; }
.facts { border-top: 1px solid var(--line); }
.facts > div { padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--quiet); font-size: 0.9375rem; }
.facts dd { overflow-wrap: anywhere; }
details { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); padding: 0.25rem 0; }
details + details { border-top: 0; margin-top: -1.25rem; }
details > summary { cursor: pointer; font-weight: 620; min-height: 2.75rem; padding: 0.625rem 0; }
details > * + * { margin-top: 0.75rem; }
details[open] { padding-bottom: 1rem; }
.agreement > * + *, .agreement blockquote > * + *, .agreement li > * + * { margin-top: 0.75rem; }
.agreement ul, .agreement ol { padding-inline-start: 1.5rem; }
.agreement ul { list-style: disc; }
.agreement ol { list-style: decimal; }
.agreement blockquote { margin: 0.75rem 0 0; border-inline-start: 3px solid var(--line); padding-inline-start: 1rem; }
.agreement hr { border: 0; border-top: 1px solid var(--line); margin: 1.5rem 0 0; }
.agreement h2 { font-size: 1.25rem; line-height: 1.35; margin: 1.75rem 0 0; }
.agreement > :first-child { margin-top: 0; }
.agreement h3 { font-size: 1.125rem; line-height: 1.35; font-weight: 650; margin: 1.5rem 0 0; }
.agreement h4, .agreement h5, .agreement h6 { font-size: 1rem; line-height: 1.4; font-weight: 650; margin: 1.25rem 0 0; }
.agreement .wide { overflow-x: auto; }
.agreement .align-left { text-align: left; }
.agreement .align-center { text-align: center; }
.agreement .align-right { text-align: right; }
.agreement table { border-collapse: collapse; min-width: 100%; }
.agreement th, .agreement td { border: 1px solid var(--line); padding: 0.375rem 0.625rem; text-align: start; vertical-align: top; }
code { font-family: ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.9375em; }

@media (min-width: 30rem) {
  main { padding-inline: 2rem; padding-top: 2.5rem; }
  .panel { padding-inline: 2rem; }
  .pair { grid-template-columns: 1fr 1fr; gap: 1rem; }
  .button { width: auto; }
  .answers { grid-template-columns: auto auto 1fr; }
  .answers > p { grid-column: 1 / -1; }
  h1 { font-size: 2rem; }
}
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: minmax(19rem, 30%) 1fr; }
  .panel {
    padding: 0 2.5rem;
    background-image: linear-gradient(to right, transparent 1.5rem, var(--rule) 1.5rem, var(--rule) calc(1.5rem + 1px), transparent 0),
      repeating-linear-gradient(to bottom, transparent 0, transparent calc(3rem - 1px), var(--rule) calc(3rem - 1px), var(--rule) 3rem);
  }
  .register { position: sticky; top: 0; padding: 3rem 0; gap: 0; }
  .brand { min-height: 3rem; }
  .about { margin-top: 9rem; font-size: 1.625rem; line-height: 3rem; color: var(--panel-ink); font-weight: 600; letter-spacing: -0.015em; }
  .steps { flex-direction: column; flex-wrap: nowrap; gap: 0; font-size: 1.0625rem; }
  .steps li { min-height: 3rem; gap: 0.75rem; }
  .steps svg { width: 1.375rem; height: 1.375rem; }
  main { max-width: none; margin: 0; padding: clamp(3rem, 15vh, 9rem) 2rem 4rem clamp(3rem, 8vw, 8rem); }
  main > * { max-width: 31rem; }
}
@media (forced-colors: active) {
  .button, .panel { border: 1px solid ButtonText; }
}
@media print {
  .panel { background: none; color: #000; height: auto; }
}
`

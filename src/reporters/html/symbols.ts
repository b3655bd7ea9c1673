/** Shapes of the severities: told apart without colour. */
export const SYMBOLS = `<svg width="0" height="0" class="symbols" aria-hidden="true" focusable="false"><defs>
<symbol id="i-error" viewBox="0 0 16 16"><path d="M5 1.2h6L14.8 5v6L11 14.8H5L1.2 11V5z" fill="currentColor"/><path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" class="ink"/></symbol>
<symbol id="i-warning" viewBox="0 0 16 16"><path d="M8 1.3L15.2 14H.8z" fill="currentColor" stroke="currentColor" stroke-width="1" stroke-linejoin="round"/><path d="M8 5.8v4M8 11.4v1.2" class="ink"/></symbol>
<symbol id="i-info" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M8 7.2v4.4M8 4.2v1.3" class="ink"/></symbol>
<symbol id="i-none" viewBox="0 0 16 16"><path d="M2.5 8.6l3.4 3.4 7.6-8" fill="none" stroke="currentColor" stroke-width="2"/></symbol>
</defs></svg>`

/** The mark of a tab: a hexagon with a check. */
export const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M8 .5l6.5 3.75v7.5L8 15.5l-6.5-3.75v-7.5z' fill='%231f4e8c'/%3E%3Cpath d='M4.6 8.2l2.3 2.4 4.6-5' fill='none' stroke='%23fff' stroke-width='1.8'/%3E%3C/svg%3E"

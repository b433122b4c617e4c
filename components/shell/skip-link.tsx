/** The id of what a page is about, past the rail. */
export const CONTENT = "content";

/** The first stop of the Tab key: past the rail at once. */
export const SkipLink = () => (
  <a
    href={`#${CONTENT}`}
    className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:rounded-md focus:border focus:border-line focus:bg-surface focus:px-4 focus:py-2"
  >
    To the content
  </a>
);

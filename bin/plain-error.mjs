/** A failure whose message tells a person what to do: it is printed without a stack trace. */
export class PlainError extends Error {
  name = "PlainError";
}

/** Prints what went wrong, as plainly as the error allows, and ends with code 1. */
export function exitWith(error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exit(1);
}

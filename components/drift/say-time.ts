/** A moment to the minute, the same for everyone. */
export const sayTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

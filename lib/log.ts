/** Lines for whoever runs the server. Never give it a key (but that of the first account), a prompt or an output: ids and counts only. */
export const log = {
  info: (message: string) => console.info(`[touchstone] ${message}`),
  warn: (message: string) => console.warn(`[touchstone] ${message}`),
  error: (message: string, error: unknown) => console.error(`[touchstone] ${message}`, error),
};

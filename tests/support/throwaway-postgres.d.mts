export function startThrowawayPostgres(options?: {
  readonly fast?: boolean;
}): Promise<{ url: string; stop: () => void }>;
export function databaseUrl(url: string, name: string): string;
export function createTestDatabase(url: string, name: string): Promise<string>;

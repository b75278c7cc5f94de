/* The mock is plain JavaScript; tests look into it freely. */
export class Mock {
  house: any;
  token: string;
  port: number;
  url: string;
  seen: string[];
  constructor(options?: Record<string, unknown>);
  start(port?: number): Promise<this>;
  stop(): Promise<void>;
  send(event: string, body: unknown): void;
}

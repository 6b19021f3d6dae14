import { connect, type Socket } from "node:net";

const headEnd = Buffer.from("\r\n\r\n");
const lengthHeader = /\r\ncontent-length: (\d+)/i;

/** One kept-alive connection that carries one GET at a time; as little work as a client can do. */
export class Connection {
  isBusy = false;
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #done: ((status: number) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#take(chunk));
  }

  /** @param onLost called when the server ends the connection, or it breaks */
  static open(port: number, onLost: (reason: string) => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.on("close", () => onLost("the server closed a connection"));
        resolve(new Connection(socket));
      });
    });
  }

  get(request: string, done: (status: number) => void): void {
    this.isBusy = true;
    this.#done = done;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.removeAllListeners("close");
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf(headEnd);
    if (end < 0) return;
    const head = this.#received.toString("latin1", 0, end);
    const length = lengthHeader.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without content-length:\n${head}`);
    if (this.#received.length < end + headEnd.length + Number(length)) return;
    this.#received = Buffer.alloc(0);
    this.isBusy = false;
    this.#done?.(Number(head.slice(9, 12)));
  }
}

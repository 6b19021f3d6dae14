/** By this a file is recognised as ours; a file without it is never overwritten nor removed. */
export const ownFileMark = "Written by nines compile";

export const ownFileNotice = `${ownFileMark}: edit the definitions and compile again, not this file.`;

/** The first line of every YAML file we write. */
export const headerLine = `# ${ownFileNotice}\n`;

/** Whether a file's beginning says that we wrote it: in its first line, or in the second where JSON has its first key. */
export const isOwnFile = (text: string): boolean =>
  text.split("\n", 2).some((line) => line.includes(ownFileMark));

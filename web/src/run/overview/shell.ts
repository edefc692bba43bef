const PLAIN = /^[\w@%+=:,./-]+$/;

/** A command as one line that a POSIX shell reads back as the same arguments. */
export function shellLine(command: readonly string[]): string {
  return command.map(shellWord).join(" ");
}

/** One argument, quoted if it must be. */
export function shellWord(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

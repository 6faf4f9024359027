/// What all commands share: options, messages, output for people and for programs.
package gregor.cli.console;

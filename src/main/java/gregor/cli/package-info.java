/// The command line: `./gregor` and its commands.
package gregor.cli;

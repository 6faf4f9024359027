/// Commands and options that talk as an ancestor of Gregor does.
package gregor.cli.ancestor;

/// The commands of the broker: `broker`, `topics`, `produce`, `consume`, `groups`, `archive`, `analyse`, `stats` and
/// what `doctor` says of a data folder.
package gregor.cli.broker;

/// The commands of the broker: `broker`, `topics`, `produce`, `consume`, `groups`, `archive`, `analyse`, `stats`,
/// `users`, `judge`, and the half of `doctor` that checks a data folder.
package gregor.cli.broker;

/// Shared by all doors: addresses, connection quotas and TLS identities.
package gregor.door;

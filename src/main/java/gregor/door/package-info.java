/// What all doors share: addresses, connection quotas and TLS identities.
package gregor.door;

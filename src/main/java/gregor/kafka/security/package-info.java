/// Encryption (TLS), authentication (SASL) and authorization (access control lists).
package gregor.kafka.security;

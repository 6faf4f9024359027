/// Who may connect and what they may do: TLS, SASL and access lists.
package gregor.kafka.security;

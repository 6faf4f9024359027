/// What the file formats of the ancestor systems share: logs of records that a grammar cuts out of a file.
package gregor.ancestor;

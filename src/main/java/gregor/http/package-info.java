/// An HTTP door: publishing, subscribing, a status page, and modules for further requests.
package gregor.http;

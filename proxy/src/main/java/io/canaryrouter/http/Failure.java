package io.canaryrouter.http;

import io.canaryrouter.measure.Outcome;
import java.util.Locale;

/**
 * Everything that can go wrong with a request, and what follows from it: the one mapper from a
 * cause to the answer's status, its problem type (RFC 9457), its {@code Proxy-Status} error (RFC
 * 9209 section 2.3), the outcome that is counted and the word in the log.
 */
public enum Failure {
  BAD_REQUEST(400, "Bad Request", "http_request_error", Outcome.BAD_REQUEST),
  BAD_BODY(400, "Bad Request", "http_request_error", Outcome.BAD_REQUEST),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed", "http_request_error", Outcome.BAD_REQUEST),
  REQUEST_TIMEOUT(408, "Request Timeout", "http_request_error", Outcome.BAD_REQUEST),
  HTTPS_REQUIRED(403, "Forbidden", "http_request_denied", Outcome.BAD_REQUEST),
  CONTENT_TOO_LARGE(413, "Content Too Large", "http_request_error", Outcome.BAD_REQUEST),
  URI_TOO_LONG(414, "URI Too Long", "http_request_error", Outcome.BAD_REQUEST),
  EXPECTATION_FAILED(417, "Expectation Failed", "http_request_error", Outcome.BAD_REQUEST),
  FIELDS_TOO_LARGE(
      431, "Request Header Fields Too Large", "http_request_error", Outcome.BAD_REQUEST),
  NOT_IMPLEMENTED(501, "Not Implemented", "http_request_error", Outcome.BAD_REQUEST),
  VERSION_NOT_SUPPORTED(
      505, "HTTP Version Not Supported", "http_request_error", Outcome.BAD_REQUEST),
  LOOP_DETECTED(502, "Bad Gateway", "proxy_loop_detected", Outcome.BAD_REQUEST),

  DNS_ERROR(502, "Bad Gateway", "dns_error", Outcome.REFUSED),
  CONNECTION_REFUSED(502, "Bad Gateway", "connection_refused", Outcome.REFUSED),
  CONNECTION_TIMEOUT(504, "Gateway Timeout", "connection_timeout", Outcome.REFUSED),
  NO_HEALTHY_INSTANCE(503, "Service Unavailable", "destination_unavailable", Outcome.REFUSED),
  TLS_ERROR(502, "Bad Gateway", "tls_protocol_error", Outcome.REFUSED),
  TLS_CERTIFICATE_ERROR(502, "Bad Gateway", "tls_certificate_error", Outcome.REFUSED),
  /**
   * The stack's platform answered in its place; the client gets that answer as it is, or blue's.
   */
  PLATFORM(502, "Bad Gateway", "destination_unavailable", Outcome.REFUSED),

  /** The stack answered with a 5xx; the client gets that answer as it is, or blue's. */
  SERVER_ERROR(502, "Bad Gateway", "http_protocol_error", Outcome.SERVER_ERROR),
  CONNECTION_TERMINATED(502, "Bad Gateway", "connection_terminated", Outcome.RESET),
  RESPONSE_INCOMPLETE(502, "Bad Gateway", "http_response_incomplete", Outcome.RESET),
  RESPONSE_MALFORMED(502, "Bad Gateway", "http_protocol_error", Outcome.RESET),
  RESPONSE_HEAD_TOO_LARGE(502, "Bad Gateway", "http_response_header_section_size", Outcome.RESET),
  UPGRADE_FAILED(502, "Bad Gateway", "http_upgrade_failed", Outcome.RESET),
  RESPONSE_TIMEOUT(504, "Gateway Timeout", "http_response_timeout", Outcome.TIMEOUT),
  READ_TIMEOUT(504, "Gateway Timeout", "connection_read_timeout", Outcome.TIMEOUT),
  WRITE_TIMEOUT(504, "Gateway Timeout", "connection_write_timeout", Outcome.TIMEOUT),

  OVERLOADED(503, "Service Unavailable", "connection_limit_reached", Outcome.SHED),
  TOO_MANY_REQUESTS(429, "Too Many Requests", "http_request_denied", Outcome.SHED),
  /** The client went away; nobody reads the status, the log shows it as nginx does. */
  CLIENT_ABORT(499, "Client Closed Request", "http_request_error", Outcome.CLIENT_ABORT),
  /** The client stopped reading for too long. */
  CLIENT_STALLED(499, "Client Stalled", "http_request_error", Outcome.CLIENT_ABORT),
  INTERNAL_ERROR(500, "Internal Server Error", "proxy_internal_error", Outcome.SHED);

  private final int status;
  private final String title;
  private final String proxyStatus;
  private final Outcome outcome;
  private final String label = name().toLowerCase(Locale.ROOT);

  Failure(int status, String title, String proxyStatus, Outcome outcome) {
    this.status = status;
    this.title = title;
    this.proxyStatus = proxyStatus;
    this.outcome = outcome;
  }

  /** The status of the router's own answer. */
  public int status() {
    return status;
  }

  /** The problem's title: the status's reason phrase. */
  public String title() {
    return title;
  }

  /** The error type of the {@code Proxy-Status} field. */
  public String proxyStatus() {
    return proxyStatus;
  }

  /** What is counted. */
  public Outcome outcome() {
    return outcome;
  }

  /** The word in the access log, and the last part of the problem's type. */
  public String label() {
    return label;
  }
}

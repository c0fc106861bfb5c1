package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import org.jspecify.annotations.Nullable;

/**
 * What the router has to tell a client itself.
 *
 * @param failure what went wrong
 * @param requestId the id under which logs hold the request
 * @param nextHop the stack that it was meant for; null before one was chosen
 * @param closes whether the connection ends with the answer
 */
record Problem(Failure failure, String requestId, @Nullable Stack nextHop, boolean closes) {

  /**
   * The type, a name and no address: {@code urn:canary:problem:connection_refused}; the last part
   * is the word in the access log.
   */
  String type() {
    return "urn:canary:problem:" + failure.label();
  }

  /** This occurrence of it: {@code urn:canary:request:<id>}. */
  String instance() {
    return "urn:canary:request:" + requestId;
  }

  /** One sentence for whoever sees it; it names no address and repeats nothing of the request. */
  String detail() {
    return switch (failure) {
      case BAD_REQUEST ->
          "The request is not well-formed HTTP/1.1. Check its request line and fields.";
      case BAD_BODY ->
          "The request's body is not framed as its head says. Send it again as a whole.";
      case METHOD_NOT_ALLOWED -> "This method is not served here.";
      case REQUEST_TIMEOUT -> "The request did not arrive in time. Send it again.";
      case HTTPS_REQUIRED ->
          "This host is served over https only, through a proxy that the router trusts.";
      case CONTENT_TOO_LARGE -> "The request's body is too large.";
      case URI_TOO_LONG -> "The request line is too long. Shorten the address.";
      case EXPECTATION_FAILED -> "Only the expectation 100-continue can be met.";
      case FIELDS_TOO_LARGE ->
          "The request has too many or too large fields. Clearing cookies often helps.";
      case NOT_IMPLEMENTED -> "The method or the transfer coding is not supported here.";
      case VERSION_NOT_SUPPORTED -> "Only HTTP/1.0 and HTTP/1.1 are spoken here.";
      case LOOP_DETECTED ->
          "The request came back to where it had been. A stack's address points here.";
      case TOO_MANY_REQUESTS -> "Too many requests came from this address. Try again in a moment.";
      case OVERLOADED -> "The application is busy. Try again in a moment.";
      case NO_HEALTHY_INSTANCE -> "The application is not available. Try again in a moment.";
      case RESPONSE_TIMEOUT, READ_TIMEOUT, WRITE_TIMEOUT, CONNECTION_TIMEOUT ->
          "The application did not answer in time. Try again in a moment.";
      case DNS_ERROR, CONNECTION_REFUSED, TLS_ERROR, TLS_CERTIFICATE_ERROR, PLATFORM ->
          "The application could not be reached. Try again in a moment.";
      case CONNECTION_TERMINATED,
          RESPONSE_INCOMPLETE,
          RESPONSE_MALFORMED,
          RESPONSE_HEAD_TOO_LARGE,
          UPGRADE_FAILED ->
          "The application did not give a complete answer. Try again in a moment.";
      case SERVER_ERROR -> "The application failed. Try again in a moment.";
      case CLIENT_ABORT, CLIENT_STALLED -> "The client went away.";
      case INTERNAL_ERROR -> "The router failed. Try again in a moment.";
    };
  }
}

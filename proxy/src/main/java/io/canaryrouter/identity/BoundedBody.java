package io.canaryrouter.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes a response's content up to a size, and breaks off when there is more. Its methods are
 * called one after the other, as Reactive Streams have it.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final int maxOctets;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  BoundedBody(int maxOctets) {
    this.maxOctets = maxOctets;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    begun.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      if (part.remaining() > maxOctets - content.size()) {
        breakOff();
        return;
      }
      byte[] octets = new byte[part.remaining()];
      part.get(octets);
      content.writeBytes(octets);
    }
  }

  private void breakOff() {
    body.completeExceptionally(new IOException("it is larger than " + maxOctets + " octets"));
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    body.complete(content.toByteArray());
  }
}

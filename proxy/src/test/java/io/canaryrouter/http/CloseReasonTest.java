package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonTest {
  @Test
  void aDrainIsGoingAwayAndAFailoverIsAServiceRestart() {
    assertThat(CloseReason.GOING_AWAY.code()).isEqualTo(1001);
    assertThat(CloseReason.SERVICE_RESTART.code()).isEqualTo(1012);
  }

  @ParameterizedTest
  @EnumSource
  void aClientGetsAnUnmaskedCloseFrame(CloseReason reason) {
    Frame frame = parsed(reason.frame(UnpooledByteBufAllocator.DEFAULT));
    assertThat(frame.masked()).isFalse();
    assertThat(frame.firstByte()).isEqualTo(0x88);
    assertThat(frame.closeCode()).isEqualTo(reason.code());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x0102_0304, 0x8000_0001, 0x7fff_fffe})
  void aStackGetsAMaskedCloseFrameWhateverTheMask(int mask) {
    CloseReason reason = CloseReason.SERVICE_RESTART;
    Frame frame = parsed(reason.maskedFrame(UnpooledByteBufAllocator.DEFAULT, mask));
    assertThat(frame.masked()).isTrue();
    assertThat(frame.firstByte()).isEqualTo(0x88);
    assertThat(frame.closeCode()).isEqualTo(1012);
  }

  private static Frame parsed(ByteBuf frame) {
    byte[] bytes = ByteBufUtil.getBytes(frame);
    frame.release();
    assertThat(Frame.parse(bytes)).hasSize(1);
    return Frame.parse(bytes).get(0);
  }
}

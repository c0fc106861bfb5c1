package io.canaryrouter.judge;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** With all that can be declared; the limits are such that the contract's traffic keeps them. */
class JudgedGuardWithEveryLimitContractTest extends JudgeContract {
  JudgedGuardWithEveryLimitContractTest() {
    super(
        () ->
            EveryLimit.guard(
                GuardSettings.Mode.JUDGED, OptionalDouble.of(0.2), OptionalLong.of(1_000_000_000)),
        0.03);
  }
}

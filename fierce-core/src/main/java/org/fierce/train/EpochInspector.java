package org.fierce.train;

import java.io.IOException;
import org.fierce.backbone.Backbone;

/**
 * Looks at the network between epochs, as it would be if training ended there: in evaluation mode,
 * with the averaged weights where averaging is on. It must leave weights and running statistics as
 * they are; training then goes on as if nobody had looked. Called by the training thread.
 */
public interface EpochInspector {
  /** One that never looks. */
  EpochInspector NONE =
      new EpochInspector() {
        @Override
        public boolean wants(int epoch, int epochs) {
          return false;
        }

        @Override
        public void inspect(int epoch, Backbone frozen) {}
      };

  /**
   * Training begins or is resumed; drop what was noted of later epochs, which are trained again.
   *
   * @param done epochs done
   * @param epochs of the whole training
   */
  default void begin(int done, int epochs) throws IOException {}

  /**
   * Whether to look after an epoch.
   *
   * @param epoch from 1
   * @param epochs of the whole training
   */
  boolean wants(int epoch, int epochs);

  /**
   * Looks. A checkpoint of this epoch, if there is one, is written later.
   *
   * @param epoch from 1
   * @param frozen not to be changed or closed
   */
  void inspect(int epoch, Backbone frozen) throws IOException;
}

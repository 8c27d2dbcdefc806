package org.convoy.data.transform.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convoy.data.Image;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.geometry.RandomCrop.SmallImages;
import org.junit.jupiter.api.Test;

class TestRandomCrop {
  @Test
  void everyPlaceIsEquallyLikely() {
    RandomCrop crop = RandomCrop.of(ImageSize.square(1), Padding.NONE);
    Image image = Pixels.gray(2, 3, 0, 1, 2, 3, 4, 5);
    int[] counts = new int[6];

    for (int sample = 0; sample < 60_000; sample++) {
      counts[crop.apply(image, RandomSource.of(1, 0, sample)).pixels()[0]]++;
    }

    for (int count : counts) {
      assertThat(count).isCloseTo(10_000, within(400));
    }
  }

  @Test
  void padsFirst() {
    RandomCrop crop =
        new RandomCrop(
            ImageSize.square(4),
            new Pad(Padding.of(1), new Fill(List.of(9)), PaddingMode.CONSTANT),
            SmallImages.REFUSE);

    assertThat(crop.apply(Pixels.gray(2, 2, 1, 2, 3, 4), RandomSource.of(1)))
        .isEqualTo(Pixels.gray(4, 4, 9, 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9, 9));
  }

  @Test
  void padsSmallImagesIfNeeded() {
    RandomCrop crop =
        new RandomCrop(
            new ImageSize(1, 4),
            new Pad(Padding.NONE, Fill.BLACK, PaddingMode.EDGE),
            SmallImages.PAD);

    assertThat(crop.apply(Pixels.gray(1, 2, 1, 2), RandomSource.of(3)).pixels())
        .isIn(new byte[] {1, 1, 1, 2}, new byte[] {1, 1, 2, 2}, new byte[] {1, 2, 2, 2});
    assertThat(crop).hasToString("RandomCrop(size=(1, 4), pad_if_needed=True, padding_mode=edge)");
  }

  @Test
  void mirrorsOverAndOver() {
    assertThat(PaddingMode.REFLECT.sources(3, 5, 5))
        .containsExactly(1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1);
    assertThat(PaddingMode.SYMMETRIC.sources(2, 3, 3)).containsExactly(1, 1, 0, 0, 1, 1, 0, 0);
    assertThat(PaddingMode.REFLECT.sources(1, 2, 1)).containsExactly(0, 0, 0, 0);
    assertThat(PaddingMode.EDGE.sources(3, -1, 2)).containsExactly(1, 2, 2, 2);
  }

  @Test
  void refusesSmallImages() {
    RandomCrop crop = RandomCrop.of(ImageSize.square(3), Padding.NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> crop.apply(Pixels.gray(2, 2, 1, 2, 3, 4), RandomSource.of(1)))
        .withMessage(
            "RandomCrop(size=(3, 3)) does not fit into images of 2 x 2: make the crop smaller, add"
                + " padding, or pad if needed");
  }

  @Test
  void refusesPaddingThatLeavesNothing() {
    Pad pad = new Pad(Padding.of(-1), Fill.BLACK, PaddingMode.CONSTANT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pad.apply(Pixels.gray(2, 2, 1, 2, 3, 4), RandomSource.of(1)))
        .withMessage(
            "Pad(padding=-1, fill=0, padding_mode=constant) leaves nothing of images of height 2:"
                + " remove fewer pixels");
  }

  @Test
  void refusesFillForOtherChannels() {
    Pad pad = new Pad(Padding.of(1), new Fill(List.of(1, 2, 3)), PaddingMode.CONSTANT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pad.apply(Pixels.gray(1, 1, 0), RandomSource.of(1)))
        .withMessage(
            "fill has levels for 3 channels, the image has channels: 1; give one level, or one for"
                + " each channel");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fill(List.of(256)))
        .withMessage(
            "fill must be one level for all channels or one for each, from 0 to 255, it is [256]");
  }
}

package org.convoy.data.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.data.DataException;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.folder.ImageFiles.ImageFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestImageFiles {
  @Test
  void numbersSamplesAsTorchvisionDoes() {
    ImageFiles train = find(Split.TRAIN, ClassFolderFiles.PATHS);

    assertThat(train.classes()).containsExactly("cat", "dog");
    assertThat(train.files())
        .extracting(ImageFile::path)
        .containsExactlyElementsOf(ClassFolderFiles.TRAIN_PATHS);
    assertThat(train.files()).extracting(ImageFile::label).containsExactly(0, 0, 1, 1);
    assertThat(train.files()).extracting(ImageFile::position).containsExactly(4, 3, 1, 0);
  }

  @Test
  void sortsByCodePoint() {
    List<String> paths = List.of("a/\uD83D\uDE00.png", "a/\uFF21.png", "a/Z.png", "a/\u00e9.png");

    assertThat(find(Split.TRAIN, paths).files())
        .extracting(ImageFile::path)
        .containsExactly("a/Z.png", "a/\u00e9.png", "a/\uFF21.png", "a/\uD83D\uDE00.png");
  }

  @ParameterizedTest
  @CsvSource({
    "val,VALIDATION",
    "valid,VALIDATION",
    "validation,VALIDATION",
    "Validation,VALIDATION",
    "test,TEST",
    "Testing,TEST",
    "TEST,TEST"
  })
  void knowsTheNamesOfSplits(String name, Split split) {
    List<String> paths = List.of("Training/a/1.jpg", name + "/a/2.jpg");

    assertThat(find(split, paths).files())
        .extracting(ImageFile::path)
        .containsExactly(name + "/a/2.jpg");
    assertThat(find(Split.TRAIN, paths).files())
        .extracting(ImageFile::path)
        .containsExactly("Training/a/1.jpg");
  }

  @Test
  void keepsValidationAndTestApart() {
    List<String> paths = List.of("train/a/1.jpg", "val/a/2.jpg", "test/a/3.jpg");

    assertThat(find(Split.VALIDATION, paths).files())
        .extracting(ImageFile::path)
        .containsExactly("val/a/2.jpg");
    assertThat(find(Split.TEST, paths).files())
        .extracting(ImageFile::path)
        .containsExactly("test/a/3.jpg");
  }

  /** torchvision makes a class of .ipynb_checkpoints and an image of ._1.jpg. */
  @Test
  void skipsWhatIsHidden() {
    List<String> paths =
        List.of(
            "train/.ipynb_checkpoints/1.jpg",
            "train/a/._1.jpg",
            "train/a/1.jpg",
            "train/a/Thumbs.db",
            "test/b/.cache/2.jpg",
            "test/a/1.jpg",
            "__MACOSX/train/a/._1.jpg");
    FolderSplits splits = splits(paths, SplitNames.USUAL);

    assertThat(splits.labelled().get(Split.TRAIN).classes()).containsExactly("a");
    assertThat(splits.labelled().get(Split.TRAIN).files()).hasSize(1);
    assertThat(splits.labelled().get(Split.TEST).files()).hasSize(1);
    assertThat(splits.remarks())
        .containsExactly("5 files are hidden and skipped, such as train/.ipynb_checkpoints/1.jpg");
  }

  @Test
  void leavesSplitsWithoutLabelsOut() {
    FolderSplits flat =
        splits(
            List.of("train/a/1.jpg", "train/b/1.jpg", "val/a/1.jpg", "test/1.jpg"),
            SplitNames.USUAL);
    FolderSplits nested =
        splits(
            List.of("train/a/1.jpg", "train/b/1.jpg", "val/a/1.jpg", "test/images/1.jpg"),
            SplitNames.USUAL);

    assertThat(flat.labelled()).containsOnlyKeys(Split.TRAIN, Split.VALIDATION);
    assertThat(flat.remarks())
        .containsExactly(
            "The images of test/ have no labels: they lie in no class folders; they are not used");
    assertThat(nested.labelled()).containsOnlyKeys(Split.TRAIN, Split.VALIDATION);
    assertThat(nested.remarks())
        .containsExactly(
            "The images of test/ have no labels: they lie in one folder images, which is no class;"
                + " they are not used");
  }

  /** As tiny-imagenet has its validation images. */
  @Test
  void anAnnotationFileSaysTheClasses() {
    List<String> paths =
        List.of(
            "tiny/train/n2/images/n2_0.JPEG",
            "tiny/train/n2/n2_boxes.txt",
            "tiny/train/n1/images/n1_0.JPEG",
            "tiny/val/images/val_0.JPEG",
            "tiny/val/images/val_1.JPEG",
            "tiny/val/images/val_2.JPEG",
            "tiny/val/val_annotations.txt",
            "tiny/test/images/test_0.JPEG");
    String text = "val_0.JPEG\tn2\t0\t1\nval_2.JPEG\tn1\t1\r\nval_1.JPEG\tn2\nval_9.JPEG\tn1\n";

    FolderSplits splits = annotated(paths, text);

    assertThat(splits.labelled()).containsOnlyKeys(Split.TRAIN, Split.VALIDATION);
    assertThat(splits.labelled().get(Split.VALIDATION).classes()).containsExactly("n1", "n2");
    assertThat(splits.labelled().get(Split.VALIDATION).files())
        .containsExactly(
            new ImageFile("tiny/val/images/val_2.JPEG", 0, 5),
            new ImageFile("tiny/val/images/val_0.JPEG", 1, 3),
            new ImageFile("tiny/val/images/val_1.JPEG", 1, 4));
    assertThat(splits.remarks())
        .containsExactly(
            "The classes of the images are those of tiny/val/val_annotations.txt",
            "1 image that tiny/val/val_annotations.txt names is not there",
            "The images of tiny/test/ have no labels: they lie in one folder images, which is no"
                + " class; they are not used",
            "1 file is not named like images and skipped, such as tiny/train/n2/n2_boxes.txt");
    assertThatThrownBy(() -> annotated(paths, "val_0.JPEG\tn2\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected a line for each image in tiny/val/val_annotations.txt, found none for 2 of 3:"
                + " val_1.JPEG, val_2.JPEG.");
    assertThatThrownBy(() -> annotated(paths, text.replace("n1", "n3")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected class folders out of 2 classes: n1, n2, found in");
    assertThatThrownBy(() -> annotated(paths, text + "val_0.JPEG\tn1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found val_0.JPEG of n2 and n1.");
    assertThatThrownBy(() -> annotated(paths, "val_0.JPEG n2\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected lines of an image and its class, with a tab between");
  }

  @Test
  void anAnnotationFileSaysTheClassesOfAnUndividedFolder() {
    FolderSplits splits =
        annotated(
            List.of("images/1.jpg", "images/2.jpg", "val_annotations.txt"),
            "1.jpg\tdog\n2.jpg\tcat\n");

    assertThat(splits.labelled().get(Split.TRAIN).classes()).containsExactly("cat", "dog");
    assertThat(splits.labelled().get(Split.TRAIN).files())
        .extracting(ImageFile::path)
        .containsExactly("images/2.jpg", "images/1.jpg");
  }

  private static FolderSplits annotated(List<String> paths, String text) {
    return FolderSplits.of(
        "here",
        paths,
        SplitNames.USUAL,
        List.of(),
        position -> {
          assertThat(paths.get(position)).endsWith("val_annotations.txt");
          return text.getBytes(UTF_8);
        });
  }

  private static FolderSplits splits(List<String> paths, SplitNames names) {
    return FolderSplits.of(
        "here",
        paths,
        names,
        List.of(),
        position -> {
          throw new AssertionError("nothing has to be read");
        });
  }

  @Test
  void findsSplitsByChosenNames() {
    List<String> paths =
        List.of("fit/a/1.jpg", "hold-out/a/2.jpg", "train/a/3.jpg", "test/a/4.jpg");
    SplitNames names = new SplitNames(Map.of(Split.TRAIN, "fit", Split.VALIDATION, "hold-out"));
    FolderSplits splits = splits(paths, names);

    assertThat(splits.names())
        .containsOnly(
            Map.entry(Split.TRAIN, "fit"),
            Map.entry(Split.VALIDATION, "hold-out"),
            Map.entry(Split.TEST, "test"));
    assertThat(splits.remarks()).containsExactly("The folder train is not used");
  }

  @ParameterizedTest
  @CsvSource({"pictures/train/a/1.jpg, pictures/test/a/2.jpg", "top/train/a/1.jpg, LICENSE"})
  void passesASingleTopFolder(String image, String other) {
    assertThat(find(Split.TRAIN, List.of(other, image)).files())
        .extracting(ImageFile::path)
        .containsExactly(image);
  }

  @Test
  void readsFoldersWithoutASplit() {
    ImageFiles direct = find(Split.TRAIN, List.of("b/1.jpg", "a/x/2.jpg"));
    ImageFiles nested = find(Split.TRAIN, List.of("top/b/1.jpg", "top/a/x/2.jpg", "top/info.txt"));

    assertThat(direct.classes()).containsExactly("a", "b");
    assertThat(nested.classes()).containsExactly("a", "b");
  }

  @Test
  void letsAClassBeCalledTrain() {
    List<String> paths = List.of("car/1.jpg", "plane/1.jpg", "train/1.jpg");

    assertThat(find(Split.TRAIN, paths).classes()).containsExactly("car", "plane", "train");
    assertThat(find(Split.TRAIN, List.of("car/1.jpg", "train/steam/1.jpg")).classes())
        .containsExactly("car", "train");
  }

  @Test
  void saysWhatLiesBesideTheSplitsAndClasses() {
    FolderSplits other =
        splits(List.of("x/y/train/a/1.jpg", "x/y/dev/a/1.jpg", "x/y/3.jpg"), SplitNames.USUAL);
    FolderSplits loose =
        splits(
            List.of("train/a/1.jpg", "test/a/1.jpg", "train/2.jpg", "more/a/1.jpg"),
            SplitNames.USUAL);
    FolderSplits undivided = splits(List.of("a/1.jpg", "b/1.jpg", "2.jpg"), SplitNames.USUAL);

    assertThat(other.names()).containsOnly(Map.entry(Split.TRAIN, "train"));
    assertThat(other.remarks())
        .containsExactly(
            "The folder x/y/dev is not used",
            "1 image is in no class folder and skipped, such as x/y/3.jpg");
    assertThat(loose.remarks())
        .containsExactly(
            "The folder more is not used",
            "1 image is in no class folder and skipped, such as train/2.jpg");
    assertThat(undivided.remarks())
        .containsExactly("1 image is in no class folder and skipped, such as 2.jpg");
  }

  @Test
  void givesTheTestSplitTheClassesOfTheTrainingSplit() {
    List<String> paths = List.of("train/a/1.jpg", "train/b/1.jpg", "test/b/1.jpg");
    ImageFiles test = find(Split.TEST, paths);

    assertThat(test.classes()).containsExactly("a", "b");
    assertThat(test.files()).extracting(ImageFile::label).containsExactly(1);
  }

  @Test
  void takesGivenClasses() {
    List<String> paths = List.of("cat/1.jpg", "dog/1.jpg");
    ImageFiles images = ImageFiles.find("here", paths, Split.TRAIN, List.of("dog", "bird", "cat"));

    assertThat(images.classes()).containsExactly("dog", "bird", "cat");
    assertThat(images.files()).extracting(ImageFile::label).containsExactly(2, 0);
  }

  @Test
  void refusesAFolderThatIsNoClass() {
    assertFails(Split.TEST, List.of("train/a/1.jpg", "test/a/1.jpg", "test/b/1.jpg"))
        .hasMessage(
            "here: expected class folders out of 1 classes: a, found in test/ a, b, of which b is"
                + " no class."
                + " Remove the folder, or name its class among the classes (the training data's,"
                + " unless they are set).");
  }

  @Test
  void refusesClassesNamedTwice() {
    assertThatThrownBy(
            () -> ImageFiles.find("here", List.of("a/1.jpg"), Split.TRAIN, List.of("a", "b", "a")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "here: expected the name of one class folder in each place of data.classes, found a more"
                + " than once in a, b, a. Name each class folder once, in the order that the labels"
                + " are to have.");
  }

  @Test
  void tellsOfTheValidationFractionWhenThereIsNoTestSplit() {
    assertFails(Split.TEST, List.of("train/a/1.jpg"))
        .hasMessage(
            "here: expected a test split in a folder named test or testing, found only train. Add"
                + " such a folder, or set data.validationFraction to set a part of the training"
                + " data aside.");
    assertFails(Split.TEST, List.of("a/1.jpg", "b/1.jpg"))
        .hasMessageContaining("found class folders without a split.")
        .hasMessageContaining("validationFraction");
    assertFails(Split.TRAIN, List.of("val/a/1.jpg", "test/b/1.jpg"))
        .hasMessage(
            "here: expected a train split in a folder named train or training, found only test, val."
                + " Add such a folder.");
  }

  @Test
  void refusesPathsWithoutImages() {
    assertFails(Split.TRAIN, List.of("a/1.txt", "b"))
        .hasMessage(
            "here: expected image files in class folders, like train/cat/1.jpg or cat/1.jpg, found"
                + " no image among 2 files. Point the path at the folder or archive that holds the"
                + " class folders.");
    assertFails(Split.TRAIN, List.of("1.jpg"))
        .hasMessageContaining("found images but no class folders.");
    assertFails(Split.TEST, List.of("train/a/1.jpg", "test/1.jpg"))
        .hasMessageContaining("found images but no class folders.");
  }

  private static ImageFiles find(Split split, List<String> paths) {
    return ImageFiles.find("here", paths, split, List.of());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      Split split, List<String> paths) {
    return assertThatThrownBy(() -> find(split, paths)).isInstanceOf(DataException.class);
  }
}

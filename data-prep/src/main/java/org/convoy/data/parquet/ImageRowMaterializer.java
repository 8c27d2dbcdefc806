package org.convoy.data.parquet;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Makes rows out of column values; while it skips, it copies no bytes. */
final class ImageRowMaterializer extends RecordMaterializer<ImageRowMaterializer.ImageRow> {
  private final ImageRow row = new ImageRow();
  private final GroupConverter root;
  private boolean skipping;

  /**
   * @param image name of the column of images
   */
  ImageRowMaterializer(MessageType projection, String image) {
    root = new RowConverter(projection, image);
  }

  void skip(boolean skip) {
    skipping = skip;
  }

  @Override
  public ImageRow getCurrentRecord() {
    return row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private Converter column(Type type, String image) {
    if (!type.isPrimitive()) {
      return new StructConverter(type.asGroupType());
    }

    return type.getName().equals(image) ? new BytesConverter() : new LabelConverter();
  }

  private Converter field(String name) {
    return name.equals(ImageColumns.BYTES) ? new BytesConverter() : new PathConverter();
  }

  private final class RowConverter extends GroupConverter {
    private final Converter[] fields;

    private RowConverter(MessageType projection, String image) {
      fields =
          projection.getFields().stream()
              .map(type -> column(type, image))
              .toArray(Converter[]::new);
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      row.clear();
    }

    @Override
    public void end() {}
  }

  private final class StructConverter extends GroupConverter {
    private final Converter[] fields;

    private StructConverter(GroupType struct) {
      fields =
          struct.getFields().stream().map(type -> field(type.getName())).toArray(Converter[]::new);
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private final class BytesConverter extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {
      if (!skipping) {
        row.bytes = value.getBytes();
      }
    }
  }

  private final class PathConverter extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {
      if (!skipping) {
        row.path = value.toStringUsingUTF8();
      }
    }
  }

  private final class LabelConverter extends PrimitiveConverter {
    @Override
    public void addInt(int value) {
      row.label = (long) value;
    }

    @Override
    public void addLong(long value) {
      row.label = value;
    }

    @Override
    public void addBoolean(boolean value) {
      row.label = value ? 1L : 0L;
    }

    @Override
    public void addBinary(Binary value) {
      row.labelName = value.toStringUsingUTF8();
    }
  }

  /** One row as it was read; null where the file has null. Filled anew for each row. */
  static final class ImageRow {
    byte[] bytes;
    String path;
    Long label;
    String labelName;

    void clear() {
      bytes = null;
      path = null;
      label = null;
      labelName = null;
    }
  }
}

package org.convoy.data.parquet;

import java.util.stream.IntStream;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;

/**
 * Neighbouring rows of a row group, in the form in which Parquet takes them: as if they were a page.
 * Only runs are read so: where rows are wanted and others between them are not, Parquet's reader
 * takes the end of a page for the end of all when it goes on to the last of them.
 *
 * @param from first row, counted within the row group
 * @param count at least 1
 */
record RowRun(int from, int count) implements OffsetIndex {
  RowRanges ranges() {
    return RowRanges.create(from + count, IntStream.of(0).iterator(), this);
  }

  @Override
  public int getPageCount() {
    return 1;
  }

  @Override
  public long getFirstRowIndex(int page) {
    return from;
  }

  @Override
  public long getLastRowIndex(int page, long rowCount) {
    return from + count - 1L;
  }

  @Override
  public long getOffset(int page) {
    throw new UnsupportedOperationException("rows have no place");
  }

  @Override
  public int getCompressedPageSize(int page) {
    throw new UnsupportedOperationException("rows have no size");
  }
}

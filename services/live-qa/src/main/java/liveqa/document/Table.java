package liveqa.document;

import java.util.List;

/** Rows of tables as something that can be read aloud. */
final class Table {
    private Table() {}

    /** 時期, 内容 / 一年目, 給食: 一年目、内容は給食. The first column names the row; the heads of the others are said. */
    static String row(List<String> columns, List<String> cells) {
        if (cells.size() == 2 || columns.size() != cells.size()) return String.join("、", cells);
        var row = new StringBuilder(cells.getFirst());
        for (int at = 1; at < cells.size(); at++) {
            if (!cells.get(at).isBlank()) row.append('、').append(columns.get(at)).append(columns.get(at).isBlank() ? "" : "は").append(cells.get(at));
        }
        return row.toString();
    }
}

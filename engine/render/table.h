#pragma once

#include <limits>
#include <string>
#include <vector>

namespace dgctl::engine {

struct TableLayout {
  std::size_t indent = 0;
  /// From this column on cells stand at the right, as numbers do.
  std::size_t numbers_from = std::numeric_limits<std::size_t>::max();
};

/// Rows of cells as lines, two spaces between columns. A cell that is very wide pushes what follows
/// it to the right and widens no other row's.
std::string table_text(const std::vector<std::vector<std::string>>& rows,
                       const TableLayout& layout = {});

}  // namespace dgctl::engine

#include "engine/render/table.h"

#include <algorithm>

#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kWidest = 60;  // what widens its column

std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t width = columns(row[i]);
      if (width <= kWidest) widths[i] = std::max(widths[i], width);
    }
  }
  return widths;
}

}  // namespace

std::string table_text(const std::vector<std::vector<std::string>>& rows,
                       const TableLayout& layout) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string out;
  for (const auto& row : rows) {
    std::string line(layout.indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t width = columns(row[i]);
      const std::string pad(width < widths[i] ? widths[i] - width : 0, ' ');
      line += (i == 0 ? "" : "  ") + (i < layout.numbers_from ? row[i] + pad : pad + row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace dgctl::engine

#include "engine/render/layout.h"

#include "engine/render/shown.h"

namespace dgctl::engine {

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t taken = columns(text);
  return taken < width ? text + std::string(width - taken, ' ') : text;
}

std::vector<std::string> broken(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t taken = 0;  // columns of the last line
  for (bool is_first = true;; is_first = false) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    const std::size_t wide = columns(word);
    if (is_first) {
      taken = wide;
    } else if (taken + 1 + wide <= width) {
      lines.back() += ' ';
      taken += 1 + wide;
    } else {
      lines.emplace_back();
      taken = wide;
    }
    lines.back() += word;
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string indented(std::string_view text, std::size_t spaces) {
  std::string out;
  for (const std::string& line : broken(text, kTextWidth - spaces)) {
    out += std::string(spaces, ' ') + line + "\n";
  }
  return out;
}

}  // namespace dgctl::engine

#include "engine/render/message.h"

#include "engine/render/shown.h"

namespace dgctl::engine {

std::string shown_message(std::string_view text) {
  constexpr std::size_t kLongestWord = 500;
  std::string out;
  for (;;) {
    const std::size_t end = text.find(' ');
    out += shortened(shown(text.substr(0, end)), kLongestWord + 1);
    if (end == std::string_view::npos) return out;
    out += ' ';
    text.remove_prefix(end + 1);
  }
}

}  // namespace dgctl::engine

#pragma once

#include <string>
#include <string_view>

// Text as man(7) pages need it.

namespace dgctl::cmd {

/// Running text: nothing in it is a request or an escape.
std::string roff_text(std::string_view text);
/// Something to be typed: quotes, hyphens and accents print as they are and may be copied.
std::string roff_typed(std::string_view text);
/// Running text in which `this` is to be typed: that is bold.
std::string roff_marked(std::string_view text);
/// Text that is roff already in lines of at most 80 bytes, where it has spaces; ends with a
/// newline.
std::string roff_lines(std::string_view text);

}  // namespace dgctl::cmd

#include "engine/render/xml.h"

#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

std::string escaped_xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':  // "]]>" may not stand in text
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t end = text.find('\n');
    out += escaped_xml(shown(text.substr(0, end)));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string xml_open(const std::string& name, const XmlAttributes& attributes) {
  std::string out = "<" + name;
  for (const auto& [key, value] : attributes) {
    out += " " + key + "=\"" + escaped_xml(shown(std::string_view(value))) + "\"";
  }
  return out;
}

}  // namespace dgctl::engine

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dgctl::engine {

/// Text of a workspace's or a user's as an XML 1.0 document may hold it, in an element and in an
/// attribute: what acts on a terminal, or is no character, is spelled out; newlines of `text` stay.
std::string xml_text(std::string_view text);

using XmlAttributes = std::vector<std::pair<std::string, std::string>>;
/// `<name key="value"`, without the end; the values are escaped.
std::string xml_open(const std::string& name, const XmlAttributes& attributes);

}  // namespace dgctl::engine

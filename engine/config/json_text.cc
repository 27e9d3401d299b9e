#include "engine/config/json_text.h"

#include <algorithm>
#include <stdexcept>

#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/config/yaml_reader.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kWidth = 100;

std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (is_control(c)) {
      const auto byte = static_cast<unsigned char>(c);
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + '"';
}

class Printer {
 public:
  /// A value on one line.
  static std::string on_one_line(const Json& json) {
    return std::visit(Overloaded{
                          [](bool flag) { return std::string(flag ? "true" : "false"); },
                          [](std::int64_t number) { return std::to_string(number); },
                          [](const std::string& text) { return quoted(text); },
                          [](const JsonList& list) {
                            std::string text;
                            for (const Json& item : list)
                              text += (text.empty() ? "" : ", ") + on_one_line(item);
                            return "[" + text + "]";
                          },
                          [](const JsonMembers& map) {
                            std::string text;
                            for (const auto& [name, value] : map) {
                              text += (text.empty() ? "" : ", ") + quoted(name) + ": " +
                                      on_one_line(value);
                            }
                            return "{" + text + "}";
                          },
                      },
                      json.is);
  }

  /// A value in a line that is indented that far and has `taken` bytes of it already.
  void print(const Json& json, std::size_t indentation, std::size_t taken) {
    const std::string line = on_one_line(json);
    const auto* list = std::get_if<JsonList>(&json.is);
    const auto* map = std::get_if<JsonMembers>(&json.is);
    if (indentation + taken + line.size() < kWidth || (list == nullptr && map == nullptr)) {
      out_ += line;
    } else if (list != nullptr) {
      print_list(*list, indentation);
    } else {
      print_map(*map, indentation);
    }
  }

  std::string take() { return std::move(out_) + "\n"; }

 private:
  void print_list(const JsonList& list, std::size_t indentation) {
    out_ += '[';
    for (std::size_t at = 0; at < list.size(); ++at) {
      begin_line(at, indentation + 2);
      print(list[at], indentation + 2, 0);
    }
    end(indentation, ']');
  }

  void print_map(const JsonMembers& map, std::size_t indentation) {
    out_ += '{';
    for (std::size_t at = 0; at < map.size(); ++at) {
      begin_line(at, indentation + 2);
      const std::string name = quoted(map[at].first) + ": ";
      out_ += name;
      print(map[at].second, indentation + 2, name.size());
    }
    end(indentation, '}');
  }

  void begin_line(std::size_t at, std::size_t indentation) {
    out_ += at == 0 ? "\n" : ",\n";
    out_.append(indentation, ' ');
  }

  void end(std::size_t indentation, char bracket) {
    out_ += '\n';
    out_.append(indentation, ' ');
    out_ += bracket;
  }

  std::string out_;
};

Json json_of(const YamlNode& node) {
  JsonList list;
  JsonMembers map;
  switch (node.type) {
    case YamlType::Scalar:
      if (!node.is_plain) return node.text;
      if (node.text == "true" || node.text == "false") return node.text == "true";
      if (const auto number = parse_number(node.text)) return *number;
      return node.text;
    case YamlType::Sequence:
      for (const YamlNode* item : node.items) list.push_back(json_of(*item));
      return list;
    case YamlType::Mapping:
      for (const YamlMember& member : node.members) {
        map.emplace_back(member.key, json_of(*member.value));
      }
      return map;
    case YamlType::Empty:
      break;
  }
  throw std::logic_error("null stands for nothing in a configuration");
}

}  // namespace

std::string printed(const Json& json) {
  Printer printer;
  printer.print(json, 0, 0);
  return printer.take();
}

Json json_of_yaml(std::string_view yaml) {
  YamlTree tree;
  Findings findings;
  const YamlNode* root = read_yaml(SourceText("example", yaml), tree, findings);
  if (root == nullptr || findings.has_errors()) {
    throw std::logic_error("this is no YAML: " + std::string(yaml));
  }
  return json_of(*root);
}

}  // namespace dgctl::engine

#include "providers/sim/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <nlohmann/json.hpp>

namespace dgctl::providers::sim {
namespace {

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kWidest = 100;

/// Builds a Json from the parser's events. nlohmann's own value type would lose the order of
/// members and a member that is written twice.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Json root;

  bool null() override { return add(Json{Null{}}); }
  bool boolean(bool value) override { return add(Json{value}); }
  bool number_integer(number_integer_t value) override { return add(Json{value}); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      throw JsonError("a number is beyond 64 bits: " + std::to_string(value));
    }
    return add(Json{static_cast<std::int64_t>(value)});
  }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return add(Json{value});
  }
  bool string(string_t& value) override { return add(Json{std::move(value)}); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Json{Members{}}); }
  bool start_array(std::size_t /*size*/) override { return open(Json{List{}}); }
  bool end_array() override { return close(); }
  bool end_object() override {
    refuse_repeated(std::get<Members>(open_.back()->is));
    return close();
  }
  bool key(string_t& name) override {
    std::get<Members>(open_.back()->is).push_back(Member{std::move(name), Json{}});
    return true;
  }
  bool parse_error(std::size_t /*position*/,
                   const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    const std::string text = error.what();  // "[json.exception.parse_error.101] parse error at …"
    const std::size_t prefix = text.find("] ");
    throw JsonError(prefix == std::string::npos ? text : text.substr(prefix + 2));
  }

 private:
  Json& place(Json value) {
    if (open_.empty()) {
      root = std::move(value);
      return root;
    }
    if (auto* list = std::get_if<List>(&open_.back()->is)) {
      list->push_back(std::move(value));
      return list->back();
    }
    Json& member = std::get<Members>(open_.back()->is).back().value;
    member = std::move(value);
    return member;
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    if (open_.size() == kDeepest) throw JsonError("nested too deeply");
    open_.push_back(&place(std::move(value)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  static void refuse_repeated(const Members& members) {
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const Member& member : members) names.emplace_back(member.name);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      throw JsonError("'" + std::string(*twice) + "' is written twice in one object");
    }
  }

  /// A list or object does not move while something inside it is open.
  std::vector<Json*> open_;
};

void write_string(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20U) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

template <class Number>
void write_number(std::string& out, Number number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// What stands between the parts of a list or an object on one line.
struct Spacing {
  std::string_view comma, colon;
};
constexpr Spacing kTight{",", ":"};
constexpr Spacing kAiry{", ", ": "};

void write_line(std::string& out, const Json& json, const Spacing& spacing);

void write_list(std::string& out, const List& list, const Spacing& spacing) {
  out += '[';
  for (const Json& item : list) {
    if (&item != &list.front()) out += spacing.comma;
    write_line(out, item, spacing);
  }
  out += ']';
}

void write_members(std::string& out, const Members& members, const Spacing& spacing) {
  out += '{';
  for (const Member& member : members) {
    if (&member != &members.front()) out += spacing.comma;
    write_string(out, member.name);
    out += spacing.colon;
    write_line(out, member.value, spacing);
  }
  out += '}';
}

struct LineWriter {
  std::string& out;
  const Spacing& spacing;
  void operator()(Null /*null*/) const { out += "null"; }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::int64_t value) const { write_number(out, value); }
  void operator()(double value) const {
    const std::size_t begin = out.size();
    write_number(out, value);
    // Read as an integer, one of that size would be beyond 64 bits, and each another value.
    if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
  }
  void operator()(const std::string& value) const { write_string(out, value); }
  void operator()(const List& value) const { write_list(out, value, spacing); }
  void operator()(const Members& value) const { write_members(out, value, spacing); }
};

void write_line(std::string& out, const Json& json, const Spacing& spacing) {
  std::visit(LineWriter{out, spacing}, json.is);
}

void write_pretty(std::string& out, const Json& json, std::size_t indent, std::size_t column);

void new_line(std::string& out, std::size_t indent) {
  out += '\n';
  out.append(indent, ' ');
}

void write_broken(std::string& out, const List& list, std::size_t indent) {
  out += '[';
  for (const Json& item : list) {
    if (&item != &list.front()) out += ',';
    new_line(out, indent + 2);
    write_pretty(out, item, indent + 2, indent + 2);
  }
  new_line(out, indent);
  out += ']';
}

void write_broken(std::string& out, const Members& members, std::size_t indent) {
  out += '{';
  for (const Member& member : members) {
    if (&member != &members.front()) out += ',';
    new_line(out, indent + 2);
    const std::size_t start = out.size();
    write_string(out, member.name);
    out += ": ";
    write_pretty(out, member.value, indent + 2, indent + 2 + out.size() - start);
  }
  new_line(out, indent);
  out += '}';
}

void write_pretty(std::string& out, const Json& json, std::size_t indent, std::size_t column) {
  std::string line;
  write_line(line, json, kAiry);
  const auto* list = std::get_if<List>(&json.is);
  const auto* members = std::get_if<Members>(&json.is);
  if (column + line.size() < kWidest || (list == nullptr && members == nullptr)) {
    out += line;
  } else if (list != nullptr) {
    write_broken(out, *list, indent);
  } else {
    write_broken(out, *members, indent);
  }
}

}  // namespace

bool Json::operator==(const Json& other) const { return is == other.is; }

Json parse_json(std::string_view text) {
  Builder builder;
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder.root);
}

std::string to_text(const Json& json) {
  std::string out;
  write_line(out, json, kTight);
  return out;
}

std::string to_pretty_text(const Json& json) {
  std::string out;
  write_pretty(out, json, 0, 0);
  out += '\n';
  return out;
}

void put_unless_empty(Members& members, std::string_view name, std::string_view text) {
  if (!text.empty()) put(members, name, std::string(text));
}

void put_list(Members& members, std::string_view name, List list) {
  if (!list.empty()) put(members, name, std::move(list));
}

void put_texts(Members& members, std::string_view name, const std::vector<std::string>& texts) {
  List list;
  for (const std::string& text : texts) list.push_back(Json{text});
  put_list(members, name, std::move(list));
}

void put_text_map(Members& members,
                  std::string_view name,
                  const std::map<std::string, std::string>& texts) {
  Members value;
  for (const auto& [key, text] : texts) put(value, key, text);
  put_members(members, name, std::move(value));
}

void put_members(Members& members, std::string_view name, Members value) {
  if (!value.empty()) put(members, name, std::move(value));
}

const Json* find_member(const Members& members, std::string_view name) {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

}  // namespace dgctl::providers::sim

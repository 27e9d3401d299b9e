#include "engine/config/text_types.h"

#include "engine/config/findings.h"

namespace dgctl::engine {
namespace {

using Plain = TextType::Plain;

// Escapes that both JavaScript and Python read.
constexpr const char* kNoControl = R"([^\u0000-\u001f\u007f])";
constexpr const char* kUuid =
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
constexpr const char* kDuration = "0*[1-9][0-9]*[smhd]";

/// One part of a name, bare or in backticks, where a backtick is doubled.
std::string name_part() {
  const std::string inner = R"([^`./ \u0000-\u001f\u007f])";
  return "(?:" + inner + "+|`(?:" + inner + "|``)+`)";
}

std::string times(const std::string& pattern, std::size_t least, std::size_t most) {
  const std::string to = least == most ? "" : "," + std::to_string(most);
  return pattern + "{" + std::to_string(least) + to + "}";
}

/// What a name of so many parts is called, and what it looks like.
TextType shape_of_name(std::size_t least, std::size_t most) {
  TextType type;
  const bool is_full = least == most;
  if (most == 1) {
    type.called = "name";
    type.wanted = "a name without '.', ' ' and '/'";
  } else if (most == 2) {
    type.called = is_full ? "full name of a schema" : "name of a schema";
    type.wanted = is_full ? "written catalog.schema" : "written schema, or catalog.schema";
  } else {
    type.called = is_full ? "full name in a schema" : "name of a table";
    type.wanted =
        is_full ? "written catalog.schema.name" : "written schema.table, or catalog.schema.table";
  }
  return type;
}

}  // namespace

TextType any_text() { return {"text", "a text", "", Plain::Any}; }
TextType literal_text() {
  return {"text", "a text without references", R"((?![\s\S]*\$\{)[\s\S]*)", Plain::Any};
}
TextType text_not_empty() { return {"text", "a text that is not empty", R"([\s\S]+)", Plain::Any}; }

TextType stack_name() {
  return {"name of a stack", "1 to 63 of a-z, 0-9 and '-'", "[a-z0-9-]{1,63}", Plain::Words};
}

TextType host_text() {
  const std::string name = R"((?:\[::1\]|[A-Za-z0-9][A-Za-z0-9.-]*))";
  const std::string loopback =
      R"((?:localhost|127(?:\.(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})){3}|\[::1\]))";
  const std::string rest = R"((?::0*[1-9][0-9]{0,4})?(?:[/?#][\s\S]*)?)";
  return {"host",
          "an address that begins with https://, or sim: and the file of an embedded workspace",
          R"(sim:[\s\S]+|[Hh][Tt][Tt][Pp][Ss]://)" + name + rest + "|[Hh][Tt][Tt][Pp]://" +
              loopback + rest,
          Plain::TextAlways};
}

TextType uuid_text() { return {"UUID", "a UUID", kUuid, Plain::TextAlways}; }
TextType id_text() {
  return {"id", "an id such as 0a1b2c3d4e5f6071", "[A-Za-z0-9-]+", Plain::Words};
}

TextType date_text() {
  return {
      "date",
      "a date such as 2027-01-31",
      "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|"
      "30)|02-(?:0[1-9]|[12][0-9]))",
      Plain::TextAlways};
}

TextType duration_text() {
  return {"duration", "a duration such as 90s, 15m, 12h or 180d", kDuration, Plain::TextAlways};
}

TextType retire_text() {
  return {"`confirmed`, or a duration",
          "confirmed, or a duration such as 90s, 15m, 12h or 180d",
          std::string("confirmed|") + kDuration,
          Plain::TextAlways};
}

TextType percentage_text() {
  return {"percentage",
          "a whole number, or a percentage such as 30%",
          R"(\+?0*(?:100|[0-9]{1,2})%|\+?[0-9]+)",
          Plain::TextAlways};
}

TextType sink_path() {
  return {"path",
          "the path of a file, without '..'",
          R"((?!(?:.*/)?\.{0,2}$)(?!(?:.*/)?\.\.(?:/|$)))" + std::string(kNoControl) + "+",
          Plain::Any};
}

TextType pattern_text() {
  return {"regular expression",
          "a regular expression of at most 200 characters without (? but (?:",
          R"((?![\s\S]*\(\?(?!:))[\s\S]{0,200})",
          Plain::Any};
}

TextType label_text(std::size_t most_characters) {
  const std::string edge = R"([^ \u0000-\u001f\u007f])";
  const std::string length = "1 to " + std::to_string(most_characters) + " characters";
  return {"text, " + length,
          length + " without control characters and without a space at either end",
          edge + "(?:" + times(kNoControl, 0, most_characters - 2) + edge + ")?",
          Plain::Any};
}

TextType name_text(std::size_t least, std::size_t most) {
  TextType type = shape_of_name(least, most);
  type.pattern = name_part();
  if (most > 1) type.pattern += times("(?:\\." + name_part() + ")", least - 1, most - 1);
  // No number has more than one dot.
  type.plain = most == 1 ? Plain::Words : least == 3 ? Plain::TextAlways : Plain::Any;
  return type;
}

TextType existing_catalog_text() {
  TextType name = name_text(1, 1);
  name.plain = Plain::WholeNumbers;
  return name;
}

TextType principal_text() {
  return {"principal",
          "sp:KEY, a UUID, the e-mail address of a user, or the name of a group",
          "(?!(?:user|group):$)" + std::string(kNoControl) + "+",
          Plain::Any};
}

TextType service_principal_text() {
  return {"service principal",
          "sp:KEY, or the application id of a service principal",
          std::string(R"(sp:[\s\S]+|)") + kUuid,
          Plain::TextAlways};
}

TextType user_text() {
  return {"user",
          "the e-mail address of a user",
          std::string(kNoControl) + "*@" + kNoControl + "*",
          Plain::TextAlways};
}

TextType group_text() {
  return {"group",
          "the name of a group other than admins, without '@'",
          std::string("(?!admins$)(?!") + kUuid + R"($)[^@\u0000-\u001f\u007f]+)",
          Plain::Any};
}

TextType listed_name_text(const std::string& type, const std::vector<std::string>& refused) {
  std::string words;
  for (const std::string& name : refused) words += (words.empty() ? "" : "|") + name;
  return {"name of a " + type,
          "the name of a " + type + " without '@'" +
              (refused.empty() ? "" : ", other than " + enumerated(refused)),
          (refused.empty() ? "" : "(?!(?:" + words + ")$)") + std::string("(?!") + kUuid +
              R"($)[^@\u0000-\u001f\u007f]+)",
          Plain::Any};
}

TextType address_text() {
  const std::string part = R"re((?:[A-Za-z0-9_.@:-]+|"(?:[^"\\]|\\[\s\S])*"))re";
  return {"address",
          "the address of a resource, such as catalog.main",
          R"([a-z_]+\.)" + part + "(?:/" + part + ")*",
          Plain::TextAlways};
}

TextType data_graph_text() {
  return {"`data_graphs.KEY`",
          "another data graph, as data_graphs.KEY",
          R"(data_graphs\.[\s\S]+)",
          Plain::TextAlways};
}

TextType number_in_text() {
  return {"number", "a whole number", "[+-]?[0-9]+", Plain::WholeNumbers};
}
TextType flag_in_text() { return {"flag", "true or false", "true|false", Plain::Flags}; }

TextType free_key() { return {"text", "a key without references", R"((?![\s\S]*\$\{)[\s\S]+)"}; }

TextType address_key() {
  return {"text",
          "1 to 255 characters without control characters and references",
          R"((?!.*\$\{))" + times(kNoControl, 1, 255)};
}

TextType variable_name() {
  return {"name of a variable",
          "letters, digits, '_' and '-', a letter first",
          "[A-Za-z_][A-Za-z0-9_-]*"};
}

}  // namespace dgctl::engine

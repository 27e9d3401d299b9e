#include "providers/sinks/record.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/edges/error.h"
#include "engine/model/secret_json.h"

namespace dgctl::providers {
namespace {

using engine::Error;
using engine::Secret;
using engine::SinkLabel;

constexpr std::string_view kFirstLine = "# Written by dgctl; holds a secret.";
constexpr std::string_view kValueName = "DATABRICKS_CLIENT_SECRET";

/// A variable of a record: a member of the label, a setting, or (with neither) the value.
struct Variable {
  std::string_view name;
  std::string SinkLabel::* label;
  std::string_view setting;
  bool is_needed;            ///< in what is written
  bool is_elsewhere = true;  ///< in what somebody else has written as well
};
constexpr std::array kVariables{
    Variable{"DATABRICKS_HOST", &SinkLabel::host, {}, true},
    Variable{"DATABRICKS_HTTP_PATH", nullptr, "http_path", false},
    Variable{"DATABRICKS_CATALOG", nullptr, "catalog", false},
    Variable{"DATABRICKS_CLIENT_ID", &SinkLabel::client_id, {}, true},
    Variable{kValueName, nullptr, {}, true},
    Variable{"DGCTL_SECRET_ID", &SinkLabel::secret_id, {}, true, false},
    Variable{"DGCTL_SECRET_EXPIRES", &SinkLabel::expires, {}, false},
    Variable{"DGCTL_STACK", &SinkLabel::stack, {}, true, false},
};

const Variable* variable_named(std::string_view name) {
  const auto* it = std::find_if(
      kVariables.begin(), kVariables.end(), [&](const Variable& v) { return v.name == name; });
  return it == kVariables.end() ? nullptr : it;
}

/// Gathers what a file says.
class Reader {
 public:
  /// False for what is no variable of a record, or was said before.
  bool set(std::string_view name, std::string_view text) {
    const Variable* variable = variable_named(name);
    if (variable == nullptr || variable->name == kValueName) return false;
    if (text.empty()) return true;  // says nothing: as if it were not there
    if (variable->label == nullptr) {
      return settings_.emplace(variable->setting, std::string(text)).second;
    }
    std::string& member = label_.*(variable->label);
    if (!member.empty()) return false;
    member = text;
    return true;
  }
  bool set_value(Secret value) {
    if (value_) return false;
    value_.emplace(std::move(value));
    return true;
  }

  Record record() {
    for (const Variable& variable : kVariables) {
      if (variable.label == nullptr || !variable.is_needed || !variable.is_elsewhere) continue;
      if ((label_.*(variable.label)).empty()) {
        throw Error("it has no " + std::string(variable.name));
      }
    }
    if (!value_ || value_->reveal([](std::string_view text) { return text.empty(); })) {
      throw Error("it has no " + std::string(kValueName));
    }
    return {std::move(label_), std::move(settings_), std::move(*value_)};
  }

 private:
  SinkLabel label_;
  engine::Fields settings_;
  std::optional<Secret> value_;
};

// ------------------------------------------------------------------------------------ dotenv

bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:@%+,=").find(c) != std::string_view::npos;
  });
}

/// What a backslash makes of a letter in double quotes; of others it makes what they are.
constexpr std::string_view kLetters = "nrt";
constexpr std::string_view kMeanings = "\n\r\t";

/// Undoes the escapes of what stands between double quotes; false where a quote or a backslash
/// stands alone. `out` has room for it.
bool unescape(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') return false;
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    if (++at == text.size()) return false;
    const std::size_t n = kLetters.find(text[at]);
    out += n == std::string_view::npos ? text[at] : kMeanings[n];
  }
  return true;
}

/// The value that a line assigns, into `out`, which has room for it. False where its form is
/// another than a record's.
bool read_value(std::string_view text, std::string& out) {
  const bool is_quoted = text.size() >= 2 && text.front() == text.back();
  const std::string_view inner = is_quoted ? text.substr(1, text.size() - 2) : text;
  if (is_quoted && text.front() == '"') return unescape(inner, out);
  const bool is_single = is_quoted && text.front() == '\'';
  const std::string_view forbidden = is_single ? "'" : "\"'`\\$# \t";
  const std::string_view value = is_single ? inner : text;
  if (value.find_first_of(forbidden) != std::string_view::npos) return false;
  out.append(value);
  return true;
}

bool read_line(std::string_view line, Reader& reader) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, equals);
  std::string value;
  const engine::WipedAtEnd wiped(value);
  value.reserve(line.size());
  if (!read_value(line.substr(equals + 1), value)) return false;
  if (name == kValueName) return reader.set_value(Secret(std::move(value)));
  return reader.set(name, value);
}

Record dotenv_record(std::string_view text) {
  Reader reader;
  std::size_t number = 0;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (line.empty() || (number == 1 && line == kFirstLine)) continue;
    if (!read_line(line, reader)) {
      throw Error("line " + std::to_string(number) + " is none that dgctl writes");
    }
  }
  return reader.record();
}

void append_dotenv(std::string& out, std::string_view name, std::string_view value) {
  out.append(name) += '=';
  if (is_plain(value)) {
    out.append(value) += '\n';
    return;
  }
  out += '"';
  for (const char c : value) {
    const std::size_t n = kMeanings.find(c);
    // A shell that reads the file and tools that expand variables take '$' and '`' as they are.
    const bool is_escaped = std::string_view("\"\\$`").find(c) != std::string_view::npos;
    if (is_escaped || n != std::string_view::npos) out += '\\';
    out += n == std::string_view::npos ? c : kLetters[n];
  }
  out += "\"\n";
}

// -------------------------------------------------------------------------------------- JSON

Record json_record(std::string& text) {
  using Json = nlohmann::json;
  Reader reader;
  // Before a library reads it that copies what it reads.
  std::optional<Secret> value = engine::take_member(text, kValueName);
  if (!value) throw Error("it is no JSON object with one " + std::string(kValueName));
  reader.set_value(std::move(*value));
  const Json members = Json::parse(text, nullptr, false);
  if (!members.is_object()) throw Error("it is no JSON");
  for (const auto& [name, member] : members.items()) {
    if (name == kValueName) continue;
    if (!member.is_string() || !reader.set(name, member.get_ref<const std::string&>())) {
      throw Error("it has a member that is none of those that dgctl writes");
    }
  }
  return reader.record();
}

void append_json(std::string& out, std::string_view name, std::string_view value) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out.append(out.empty() ? "{\n  \"" : ",\n  \"").append(name).append("\": \"");
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out.append("\\u00");
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

/// More than a record ever takes: each byte of a value may become six.
std::size_t room_for(const SinkLabel& label, const engine::Fields& settings, const Secret& value) {
  std::size_t bytes = value.reveal([](std::string_view v) { return v.size(); });
  for (const Variable& variable : kVariables) {
    bytes += 64;
    if (variable.label != nullptr) bytes += (label.*(variable.label)).size();
    bytes += engine::text_of(settings, variable.setting).size();
  }
  return 6 * bytes;
}

}  // namespace

std::string record_text(const SinkLabel& label,
                        const engine::Fields& settings,
                        const Secret& value,
                        RecordForm form) {
  std::string text;
  text.reserve(room_for(label, settings, value));
  if (form == RecordForm::Dotenv) text.append(kFirstLine) += '\n';
  const auto append = form == RecordForm::Dotenv ? append_dotenv : append_json;
  for (const Variable& variable : kVariables) {
    if (variable.name == kValueName) {
      value.reveal([&](std::string_view revealed) { append(text, kValueName, revealed); });
      continue;
    }
    const std::string member = variable.label != nullptr
                                   ? label.*(variable.label)
                                   : engine::text_of(settings, variable.setting);
    if (!member.empty()) {
      append(text, variable.name, member);
    } else if (variable.is_needed) {
      engine::wipe(text);
      throw Error("the record of a secret has no " + std::string(variable.name));
    }
  }
  if (form == RecordForm::Json) text += "\n}\n";
  return text;
}

Record record_in(std::string& text, RecordForm form) {
  return form == RecordForm::Dotenv ? dotenv_record(text) : json_record(text);
}

}  // namespace dgctl::providers

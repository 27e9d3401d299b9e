#include "providers/transport/logging.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "providers/transport/redacted.h"

namespace dgctl::providers {
namespace {

using Json = nlohmann::json;

constexpr const char* kHidden = "(hidden)";

/// What the name of a secret has in it, in lower case.
constexpr std::array<std::string_view, 13> kSecretWords{"secret",
                                                        "token",
                                                        "password",
                                                        "passwd",
                                                        "assertion",
                                                        "authorization",
                                                        "credential",
                                                        "cookie",
                                                        "private_key",
                                                        "privatekey",
                                                        "api_key",
                                                        "apikey",
                                                        "access_key"};
/// Names that have such a word in them and are of nothing secret.
constexpr std::array<std::string_view, 8> kHarmless{"token_type",
                                                    "token_id",
                                                    "secret_id",
                                                    "next_page_token",
                                                    "page_token",
                                                    "subject_token_type",
                                                    "requested_token_type",
                                                    "storage_credential_name"};
/// Names of values of whatever kind.
constexpr std::array<std::string_view, 4> kAnything{
    "string_value", "bytes_value", "code", "code_verifier"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

template <typename Names>
bool is_one_of(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_secret_name(std::string_view written) {
  std::string name = lower(written);
  std::replace(name.begin(), name.end(), '-', '_');
  if (is_one_of(kHarmless, name)) return false;
  if (is_one_of(kAnything, name)) return true;
  return std::any_of(kSecretWords.begin(), kSecretWords.end(), [&](std::string_view word) {
    return name.find(word) != std::string::npos;
  });
}

std::string without_controls(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  unsigned char before = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // Those from U+0080 to U+009F have two bytes, and terminals heed them as well.
    const bool is_second = before == 0xC2 && byte >= 0x80 && byte <= 0x9F;
    before = byte;
    if (is_second) out.pop_back();
    if (byte >= 0x20 && byte != 0x7f && !is_second) {
      out += c;
    } else {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

/// How much deeper than before what follows a character outside of texts is.
int deeper_by(char c) {
  if (c == '{' || c == '[') return 1;
  return c == '}' || c == ']' ? -1 : 0;
}

/// Deeper than any API's answers. What goes through JSON by recursion ends there.
bool is_deep(std::string_view text) {
  constexpr int kDeepest = 64;
  int depth = 0;
  bool is_inside_text = false;
  for (std::size_t at = 0; at < text.size() && depth <= kDeepest; ++at) {
    const char c = text[at];
    if (is_inside_text && c == '\\') ++at;
    if (c == '"') is_inside_text = !is_inside_text;
    if (!is_inside_text) depth += deeper_by(c);
  }
  return depth > kDeepest;
}

/// JSON that is not too deep to be looked through; else what is discarded.
Json looked_through(const std::string& text) {
  return is_deep(text) ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
}

void mask(Json& value);

/// {"key": "client_secret", "value": "…"}: a pair that is written as an object.
bool names_a_secret(const Json& object) {
  for (const char* naming : {"key", "name", "path"}) {
    const auto it = object.find(naming);
    if (it != object.end() && it->is_string() && is_secret_name(it->get<std::string>()))
      return true;
  }
  return false;
}

void mask_object(Json& object) {
  const bool is_pair = names_a_secret(object);
  Json masked = Json::object();
  for (auto& [name, value] : object.items()) {
    const bool has_value = value.is_string() || value.is_number() || value.is_structured();
    const bool hides = is_secret_name(name) || (is_pair && name == "value");
    if (hides && has_value && !value.is_object()) {
      value = kHidden;
    } else {
      mask(value);
    }
    masked[redacted(name)] = std::move(value);
  }
  object = std::move(masked);
}

void mask(Json& value) {
  if (value.is_object()) {
    mask_object(value);
  } else if (value.is_array()) {
    for (Json& element : value) mask(element);
  } else if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    Json inside = text.starts_with('{') || text.starts_with('[') ? looked_through(text)
                                                                 : Json(Json::value_t::discarded);
    if (inside.is_discarded()) {
      value = redacted(text);
    } else {
      mask(inside);
      value = inside.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
  }
}

std::string decoded(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char letter = static_cast<char>(c | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_code = text[at] == '%' && at + 2 < text.size() && digit(text[at + 1]) >= 0 &&
                         digit(text[at + 2]) >= 0;
    if (is_code) {
      out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
      at += 2;
    } else {
      out += text[at] == '+' ? ' ' : text[at];
    }
  }
  return out;
}

/// "a=b&client_secret=…"
std::string masked_form(std::string_view form) {
  std::string out;
  while (!form.empty()) {
    const std::size_t end = form.find('&');
    const std::string_view field = form.substr(0, end);
    const std::size_t equals = field.find('=');
    const bool hides =
        equals != std::string_view::npos && is_secret_name(decoded(field.substr(0, equals)));
    out +=
        hides ? std::string(field.substr(0, equals + 1)) + kHidden : redacted(std::string(field));
    if (end == std::string_view::npos) break;
    out += '&';
    form.remove_prefix(end + 1);
  }
  return out;
}

std::string cut(std::string text) {
  constexpr std::size_t kMost = LoggingTransport::kMostOfBody;
  if (text.size() <= kMost) return text;
  std::size_t size = kMost;
  // Not in the middle of a character.
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size) + "… (" + std::to_string(text.size() - size) + " bytes more)";
}

std::string lines(char mark,
                  const std::string& first,
                  const std::vector<std::pair<std::string, std::string>>& headers,
                  const std::string& body) {
  const std::string begin = std::string(1, mark) + " ";
  std::string text = begin + first + "\n";
  for (const auto& [name, value] : headers) {
    text += begin + without_controls(redacted(name)) + ": " + shown_header(name, value) + "\n";
  }
  if (!body.empty()) text += begin + body + "\n";
  return text;
}

std::string content_type(const Request& request) {
  Response as_answer;  // header() looks names up without regard to their case
  as_answer.headers = request.headers;
  return header(as_answer, "Content-Type");
}

}  // namespace

std::string shown_header(const std::string& name, const std::string& value) {
  return is_secret_name(name) ? kHidden : without_controls(redacted(value));
}

std::string shown_path(const std::string& path) {
  const std::size_t query = path.find('?');
  std::string front = without_controls(redacted(path.substr(0, query)));
  if (query == std::string::npos) return front;
  return front + "?" + without_controls(masked_form(std::string_view(path).substr(query + 1)));
}

std::string shown_body(const std::string& body, const std::string& type) {
  if (body.empty()) return {};
  const std::string kind = lower(type);
  if (kind.find("form-urlencoded") != std::string::npos) {
    return cut(without_controls(masked_form(body)));
  }
  Json json = looked_through(body);
  if (!json.is_discarded()) {
    mask(json);
    return cut(without_controls(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
  }
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  const bool is_like_json =
      begin != std::string::npos && (body[begin] == '{' || body[begin] == '[');
  if (is_like_json || kind.find("json") != std::string::npos) {
    return "(no JSON, " + std::to_string(body.size()) + " bytes, hidden)";
  }
  return cut(without_controls(redacted(body)));
}

namespace {

/// A text without what the request proves who asks with, which some servers repeat.
std::string without_proof(std::string text, const Request& request) {
  constexpr std::size_t kLeast = 8;
  for (const auto& [name, value] : request.headers) {
    const std::string proof = value.substr(value.find(' ') + 1);
    if (lower(name) != "authorization" || proof.size() < kLeast) continue;
    for (std::size_t at = text.find(proof); at != std::string::npos; at = text.find(proof)) {
      text.replace(at, proof.size(), kHidden);
    }
  }
  return text;
}

}  // namespace

Response LoggingTransport::send(const Request& request, std::stop_token stop) {
  if (!say_) return inner_.send(request, std::move(stop));
  const auto body_of = [&](const std::string& body, const std::string& type) {
    if (request.confidential) return std::string(body.empty() ? "" : "(confidential)");
    return shown_body(body, type);
  };
  const std::string sent =
      lines('>',
            std::string(to_string(request.method)) + " " + origin_ + shown_path(request.path),
            request.headers,
            body_of(request.body, content_type(request)));
  const auto began = clock_.steady();
  const auto took = [&] {
    const auto time =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began);
    return std::to_string(time.count()) + "ms";
  };
  try {
    Response response = inner_.send(request, std::move(stop));
    say_(without_proof(sent + lines('<',
                                    std::to_string(response.status) + " " + took(),
                                    response.headers,
                                    body_of(response.body, header(response, "Content-Type"))),
                       request));
    return response;
  } catch (const engine::Error& error) {
    say_(sent + "< " + without_controls(redacted(error.what())) + " " + took() + "\n");
    throw;
  }
}

}  // namespace dgctl::providers

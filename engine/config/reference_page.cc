#include "engine/config/reference_page.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/config/language.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {
namespace {

/// Text in a cell of a table.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string as_code(const std::string& text) { return text.empty() ? "" : "`" + text + "`"; }

/// How a heading is linked to: lower case, blanks as dashes, without punctuation.
std::string anchor(const std::string& heading) {
  std::string out;
  for (const char c : heading) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (is_upper) out += static_cast<char>(c - 'A' + 'a');
    if (is_kept) out += c;
    if (c == ' ') out += '-';
  }
  return out;
}

class Page {
 public:
  Page() : blocks_(language()) {
    for (const Block& block : blocks_) by_name_.emplace(block.name, &block);
  }

  std::string write() {
    std::set<std::string> paths;
    for (const Block& block : blocks_) {
      if (paths.insert(block.path).second) write_block(block);
    }
    write_values();
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  void write_block(const Block& block) {
    line("### " + block.path + "\n");
    line(block.description + "\n");
    line("| key | what it is | value | default | example |");
    line("|---|---|---|---|---|");
    for (const Key& key : block.keys) {
      line("| `" + key.name + "` | " + cell(key.description) + " | " + cell(value(key.form)) +
           " | " + cell(otherwise(key)) + " | " + cell(example(key)) + " |");
    }
    line("");
  }

  static std::string otherwise(const Key& key) {
    if (key.required) return "**required**";
    if (!key.required_in_words.empty()) return "**required** " + key.required_in_words;
    return key.default_in_words.empty() ? as_code(key.by_default) : key.default_in_words;
  }

  /// What the value or the default says already is no example.
  static std::string example(const Key& key) {
    const auto* words = std::get_if<WordForm>(&key.form.is);
    const bool is_told = std::holds_alternative<FlagForm>(key.form.is) ||
                         (words != nullptr && words->called.empty()) ||
                         key.example == key.by_default;
    return is_told ? "" : as_code(key.example);
  }

  std::string value(const Form& form) {
    return std::visit(Overloaded{
                          [&](const TextForm& text) { return text_value(text.type); },
                          [](const FlagForm&) { return std::string("`true`, `false`"); },
                          [](const NumberForm&) { return std::string("number"); },
                          [&](const WordForm& words) { return words_value(words); },
                          [&](const ListForm& list) { return "list: " + value(list.of.front()); },
                          [&](const MapForm& map) { return "map: " + value(map.of.front()); },
                          [&](const BlockForm& block) { return link(block.name); },
                          [&](const ChoiceForm& choice) {
                            std::string text;
                            for (const Form& one : choice.of) {
                              text += (text.empty() ? "" : ", or ") + value(one);
                            }
                            return text;
                          },
                      },
                      form.is);
  }

  std::string text_value(const TextType& type) {
    const bool is_known = std::any_of(types_.begin(), types_.end(), [&](const TextType& known) {
      return known.called == type.called;
    });
    if (!type.pattern.empty() && !is_known) types_.push_back(type);
    return type.called;
  }

  std::string words_value(const WordForm& form) {
    if (form.others_pass && !form.called.empty()) words_.try_emplace(form.called, form.words);
    return form.called.empty() ? listed(form.words) : form.called;
  }

  static std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + as_code(word);
    return text;
  }

  [[nodiscard]] std::string link(const std::string& name) const {
    const Block* block = by_name_.at(name);
    static constexpr std::string_view kOfUser = ".KEY.";
    const std::size_t key = block->path.find(kOfUser);
    const std::size_t from = key == std::string::npos ? 0 : key + kOfUser.size();
    return "[" + block->path.substr(from) + "](#" + anchor(block->path) + ")";
  }

  void write_values() {
    line("### Values\n");
    line("| value | what it looks like |");
    line("|---|---|");
    line("| text | quoted or not; a plain `5` or `true` is one too, where a text is wanted |");
    line("| number | a whole number |");
    line("| list, map | in brackets, or over several lines |");
    for (const TextType& type : types_) {
      const bool is_plain = type.called.starts_with("text") || type.called == "UUID";
      if (!is_plain && !type.called.starts_with('`')) {
        line("| " + cell(type.called) + " | " + cell(type.wanted) + " |");
      }
    }
    for (const auto& [called, words] : words_) {
      line("| " + called + " | " + listed(words) + "; another one is a warning |");
    }
  }

  std::vector<Block> blocks_;
  std::map<std::string, const Block*> by_name_;
  // What the tables name: kinds of text, and of words.
  std::vector<TextType> types_;
  std::map<std::string, std::vector<std::string>> words_;
  std::string out_;
};

}  // namespace

std::string configuration_reference() { return Page().write(); }

}  // namespace dgctl::engine

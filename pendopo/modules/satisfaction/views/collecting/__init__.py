"""The respondent's pages: where one can answer, the questionnaire, thanks; and the posters that lead there."""
